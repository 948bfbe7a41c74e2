import { createAdder, judgeBudget } from '@kiln/preflight'
import { EXIT, JSON_OPTION, type Command } from '../command.ts'
import { judgeFile } from '../jobs-file/judge-file.ts'
import { readCredits } from '../read-credits.ts'
import { renderTotal } from '../render/total.ts'

export const quoteJobs: Command = {
  name: 'quote',
  takes: ['<file>'],
  summary: 'Say what jobs would cost, by the catalogue',
  details:
    'Takes what kiln check takes. A price that nobody knows is unknown, never 0. Exit code 1 when any line is bad,\n' +
    'or the budget is not sure to be enough.',
  options: {
    budget: { type: 'string', value: 'credits', says: 'whether so many credits are enough' },
    json: JSON_OPTION,
  },
  examples: ['kiln quote batch.jsonl', 'kiln quote batch.jsonl --budget 500', 'kiln quote job.json --json'],
  async run([path = ''], values, deps) {
    const { out, ink } = deps
    const limit = readCredits(values, 'budget', 500)
    if (!limit.ok) return { exit: EXIT.cannot, fault: limit.fault, hint: limit.hint }
    const jobs = await judgeFile(path, deps)
    if (!jobs.ok) return { exit: EXIT.cannot, fault: jobs.fault, hint: jobs.hint }
    const adder = createAdder()
    for await (const verdict of jobs.verdicts) adder.add(verdict)
    const sums = adder.total()
    const { credits } = limit
    const budget = credits === undefined ? null : { credits, verdict: judgeBudget(credits, sums) }
    const total = { ...sums, budget }
    await out(values['json'] === true ? `${JSON.stringify(total, null, 2)}\n` : renderTotal(total, ink))
    const isEnough = budget === null || budget.verdict === 'fits'
    return { exit: sums.ok && sums.counts.lines > 0 && isEnough ? EXIT.good : EXIT.bad }
  },
}
