import { createAdder, judgeBudget } from '@kiln/preflight'
import { EXIT, JSON_OPTION, textOf, type Command } from '../command.ts'
import { openJobsFile } from '../jobs-file/open-file.ts'
import { readJobs } from '../jobs-file/read-jobs.ts'
import { renderTotal } from '../render/total.ts'

export const quoteJobs: Command = {
  name: 'quote',
  takes: ['<file>'],
  summary: 'Say what jobs would cost, by the catalogue',
  details: 'Takes what kiln check takes. A price that nobody knows is unknown, never 0.',
  options: {
    budget: { type: 'string', value: 'credits', says: 'whether so many credits are enough' },
    json: JSON_OPTION,
  },
  examples: ['kiln quote batch.jsonl', 'kiln quote batch.jsonl --budget 500', 'kiln quote job.json --json'],
  async run([path = ''], values, { preflight, stdin, out, ink }) {
    const asked = textOf(values, 'budget')
    const budgetCredits = asked === undefined ? null : Number(asked)
    if (budgetCredits !== null && !(budgetCredits >= 0)) {
      const fault = `--budget must be a number of credits from 0, got "${asked}".`
      return { exit: EXIT.cannot, fault, hint: 'Write it like --budget 500.' }
    }
    const file = await openJobsFile(path, stdin)
    const jobs = file.ok ? await readJobs(file.source, file.name, preflight()) : file
    if (!jobs.ok) return { exit: EXIT.cannot, fault: jobs.fault, hint: jobs.hint }
    const adder = createAdder()
    for await (const verdict of jobs.verdicts) adder.add(verdict)
    const sums = adder.total()
    const budget =
      budgetCredits === null ? null : { credits: budgetCredits, verdict: judgeBudget(budgetCredits, sums) }
    const total = { ...sums, budget }
    await out(values['json'] === true ? `${JSON.stringify(total, null, 2)}\n` : renderTotal(total, ink))
    return { exit: sums.ok && sums.counts.lines > 0 ? EXIT.good : EXIT.bad }
  },
}
