import { createAdder, judgeBudget } from '@kiln/preflight'
import { EXIT, JSON_OPTION, textOf, type Command } from '../command.ts'
import { openJobsFile } from '../jobs-file/open-file.ts'
import { readJobs } from '../jobs-file/read-jobs.ts'
import { plain } from '../render/plain.ts'
import { renderTotal } from '../render/total.ts'

export const quoteJobs: Command = {
  name: 'quote',
  takes: ['<file>'],
  words: ({ commands }) => commands.quote,
  options: {
    budget: { type: 'string', value: 'credits' },
    json: JSON_OPTION,
  },
  examples: ['kiln quote batch.jsonl', 'kiln quote batch.jsonl --budget 500', 'kiln quote job.json --json'],
  async run([path = ''], values, { preflight, stdin, out, ink, language, words }) {
    const asked = textOf(values, 'budget')
    const budgetCredits = asked === undefined ? null : Number(asked)
    if (budgetCredits !== null && !(budgetCredits >= 0)) {
      const { badCredits, writeLike } = words.usage
      const fault = badCredits('--budget', plain(asked ?? ''))
      return { exit: EXIT.cannot, fault, hint: writeLike('--budget 500') }
    }
    const file = await openJobsFile(path, stdin, words)
    const jobs = file.ok ? await readJobs(file.source, file.name, preflight(), language) : file
    if (!jobs.ok) return { exit: EXIT.cannot, fault: jobs.fault, hint: jobs.hint }
    const adder = createAdder()
    for await (const verdict of jobs.verdicts) adder.add(verdict)
    const sums = adder.total()
    const budget =
      budgetCredits === null ? null : { credits: budgetCredits, verdict: judgeBudget(budgetCredits, sums) }
    const total = { ...sums, budget }
    await out(
      values['json'] === true ? `${JSON.stringify(total, null, 2)}\n` : renderTotal(total, ink, words),
    )
    return { exit: sums.ok && sums.counts.lines > 0 ? EXIT.good : EXIT.bad }
  },
}
