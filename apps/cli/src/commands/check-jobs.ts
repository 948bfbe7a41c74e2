import { EXIT, JSON_OPTION, type Command } from '../command.ts'
import { judgeFile } from '../jobs-file/judge-file.ts'
import { renderCount, renderVerdict } from '../render/verdict.ts'

export const checkJobs: Command = {
  name: 'check',
  takes: ['<file>'],
  summary: 'Check jobs against their models, as the API would',
  details:
    'The file holds one job, {"jobs": [...]}, or one job per line (JSON Lines, of any length), gzipped\n' +
    'or not; - reads standard input. With --json one verdict per line, as it is reached. Exit code 1 when any line is bad.',
  options: { json: JSON_OPTION },
  examples: ['kiln check job.json', 'kiln check batch.jsonl', 'cat batch.jsonl | kiln check - --json'],
  async run([path = ''], values, deps) {
    const { out, err, ink, errInk } = deps
    const jobs = await judgeFile(path, deps)
    if (!jobs.ok) return { exit: EXIT.cannot, fault: jobs.fault, hint: jobs.hint }
    const asJson = values['json'] === true
    const counts = { good: 0, bad: 0 }
    for await (const verdict of jobs.verdicts) {
      counts[verdict.ok ? 'good' : 'bad'] += 1
      const text = asJson ? `${JSON.stringify(verdict)}\n` : renderVerdict(verdict, ink)
      // Whoever reads no further has the code of what was judged so far.
      if (text !== '' && !(await out(text))) return { exit: exitOf(counts) }
    }
    // Standard output holds verdicts and nothing else when a program reads it.
    if (asJson) await err(renderCount(counts, errInk))
    else await out(renderCount(counts, ink))
    return { exit: exitOf(counts) }
  },
}

function exitOf({ good, bad }: { good: number; bad: number }) {
  return bad > 0 || good === 0 ? EXIT.bad : EXIT.good
}
