import { EXIT, JSON_OPTION, type Command } from '../command.ts'
import { openJobsFile } from '../jobs-file/open-file.ts'
import { readJobs } from '../jobs-file/read-jobs.ts'
import { renderCount, renderVerdict } from '../render/verdict.ts'

export const checkJobs: Command = {
  name: 'check',
  takes: ['<file>'],
  summary: 'Check jobs against their models, as the API would',
  details:
    'The file holds one job, {"jobs": [...]}, or one job per line (JSON Lines, of any length); - reads standard\n' +
    'input. With --json one verdict per line, as it is reached. Exit code 1 when any line is bad.',
  options: { json: JSON_OPTION },
  examples: ['kiln check job.json', 'kiln check batch.jsonl', 'cat batch.jsonl | kiln check - --json'],
  async run([path = ''], values, deps) {
    const { preflight, stdin, out, err, ink, errInk } = deps
    const file = await openJobsFile(path, stdin)
    const jobs = file.ok ? await readJobs(file.source, file.name, preflight()) : file
    if (!jobs.ok) return { exit: EXIT.cannot, fault: jobs.fault, hint: jobs.hint }
    const asJson = values['json'] === true
    const counts = { good: 0, bad: 0 }
    for await (const verdict of jobs.verdicts) {
      counts[verdict.ok ? 'good' : 'bad'] += 1
      const text = asJson ? `${JSON.stringify(verdict)}\n` : renderVerdict(verdict, ink)
      if (text !== '') await out(text)
    }
    // Standard output holds verdicts and nothing else when a program reads it.
    if (asJson) await err(renderCount(counts, errInk))
    else await out(renderCount(counts, ink))
    return { exit: counts.bad > 0 || counts.good === 0 ? EXIT.bad : EXIT.good }
  },
}
