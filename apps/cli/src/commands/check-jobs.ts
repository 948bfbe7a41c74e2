import { EXIT, JSON_OPTION, type Command } from '../command.ts'
import { openJobsFile } from '../jobs-file/open-file.ts'
import { readJobs } from '../jobs-file/read-jobs.ts'
import { renderCount, renderVerdict } from '../render/verdict.ts'

export const checkJobs: Command = {
  name: 'check',
  takes: ['<file>'],
  words: ({ commands }) => commands.check,
  options: { json: JSON_OPTION },
  examples: ['kiln check job.json', 'kiln check batch.jsonl', 'cat batch.jsonl | kiln check - --json'],
  async run([path = ''], values, deps) {
    const { preflight, stdin, out, err, ink, errInk, language, words } = deps
    const file = await openJobsFile(path, stdin, words)
    const jobs = file.ok ? await readJobs(file.source, file.name, preflight(), language) : file
    if (!jobs.ok) return { exit: EXIT.cannot, fault: jobs.fault, hint: jobs.hint }
    const asJson = values['json'] === true
    const counts = { good: 0, bad: 0 }
    for await (const verdict of jobs.verdicts) {
      counts[verdict.ok ? 'good' : 'bad'] += 1
      const text = asJson ? `${JSON.stringify(verdict)}\n` : renderVerdict(verdict, ink, words)
      if (text !== '') await out(text)
    }
    // Standard output holds verdicts and nothing else when a program reads it.
    if (asJson) await err(renderCount(counts, errInk, words))
    else await out(renderCount(counts, ink, words))
    return { exit: counts.bad > 0 || counts.good === 0 ? EXIT.bad : EXIT.good }
  },
}
