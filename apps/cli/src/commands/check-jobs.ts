import { EXIT, JSON_OPTION, type Command } from '../command.ts'
import { judgeFile } from '../jobs-file/judge-file.ts'
import { renderCount, renderVerdict } from '../render/verdict.ts'
import { inJsonLine } from '../render/in-json.ts'

export const checkJobs: Command = {
  name: 'check',
  takes: ['<file>'],
  words: ({ commands }) => commands.check,
  options: { json: JSON_OPTION },
  examples: ['kiln check job.json', 'kiln check batch.jsonl', 'cat batch.jsonl | kiln check - --json'],
  async run([path = ''], values, deps) {
    const { out, err, ink, errInk, words } = deps
    const jobs = await judgeFile(path, deps)
    if (!jobs.ok) return { exit: EXIT.cannot, fault: jobs.fault, hint: jobs.hint }
    const asJson = values['json'] === true
    const counts = { good: 0, bad: 0 }
    for await (const verdict of jobs.verdicts) {
      counts[verdict.ok ? 'good' : 'bad'] += 1
      const text = asJson ? inJsonLine(verdict) : renderVerdict(verdict, ink, words)
      // Whoever reads no further has the code of what was judged so far.
      if (text !== '' && !(await out(text))) return { exit: exitOf(counts) }
    }
    // Standard output holds verdicts and nothing else when a program reads it.
    if (asJson) await err(renderCount(counts, errInk, words))
    else await out(renderCount(counts, ink, words))
    return { exit: exitOf(counts) }
  },
}

function exitOf({ good, bad }: { good: number; bad: number }) {
  return bad > 0 || good === 0 ? EXIT.bad : EXIT.good
}
