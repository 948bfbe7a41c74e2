import { createAdder, judgeBudget } from '@kiln/preflight'
import { EXIT, JSON_OPTION, type Command } from '../command.ts'
import { judgeFile } from '../jobs-file/judge-file.ts'
import { readCredits } from '../read-credits.ts'
import { renderTotal } from '../render/total.ts'
import { inJson } from '../render/in-json.ts'

export const quoteJobs: Command = {
  name: 'quote',
  takes: ['<file>'],
  words: ({ commands }) => commands.quote,
  options: {
    budget: { type: 'string', value: 'credits' },
    json: JSON_OPTION,
  },
  examples: ['kiln quote batch.jsonl', 'kiln quote batch.jsonl --budget 500', 'kiln quote job.json --json'],
  async run([path = ''], values, deps) {
    const { out, ink, words } = deps
    const limit = readCredits(values, 'budget', 500, words)
    if (!limit.ok) return { exit: EXIT.cannot, fault: limit.fault, hint: limit.hint }
    const jobs = await judgeFile(path, deps)
    if (!jobs.ok) return { exit: EXIT.cannot, fault: jobs.fault, hint: jobs.hint }
    const adder = createAdder()
    for await (const verdict of jobs.verdicts) adder.add(verdict)
    const sums = adder.total()
    const { credits } = limit
    const budget = credits === undefined ? null : { credits, verdict: judgeBudget(credits, sums) }
    const total = { ...sums, budget }
    await out(values['json'] === true ? inJson(total) : renderTotal(total, ink, words))
    const isEnough = budget === null || budget.verdict === 'fits'
    return { exit: sums.ok && sums.counts.lines > 0 && isEnough ? EXIT.good : EXIT.bad }
  },
}
