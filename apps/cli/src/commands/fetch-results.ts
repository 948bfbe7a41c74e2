import { stateSchema } from '@kiln/contract'
import { API_OPTION, askKiln } from '../api/ask-kiln.ts'
import { saveResults } from '../batch/save-results.ts'
import { EXIT, JSON_OPTION, textOf, type Command } from '../command.ts'
import { plain } from '../render/plain.ts'
import { inJsonLine } from '../render/in-json.ts'

export const fetchResults: Command = {
  name: 'results',
  takes: ['<id>'],
  words: ({ commands }) => commands.results,
  options: {
    out: { type: 'string', value: 'file' },
    state: { type: 'string', value: 'state' },
    api: API_OPTION,
    // Rows are JSON as they are; like every command it takes the word.
    json: JSON_OPTION,
  },
  examples: ['kiln results <id> --out results.jsonl', 'kiln results <id> --state failed'],
  async run([id = ''], values, deps) {
    const { out, words } = deps
    const typed = textOf(values, 'state')
    const state = stateSchema.options.find((one) => one === typed)
    if (typed !== undefined && state === undefined) {
      const fault = words.usage.notOneOf('--state', stateSchema.options, plain(typed))
      return { exit: EXIT.cannot, fault, hint: words.usage.writeLike('--state failed') }
    }
    return askKiln(values, deps, async (kiln) => {
      const rows = kiln.results(id, { state })
      const path = textOf(values, 'out')
      if (path !== undefined) {
        const saved = await saveResults(rows, path, deps)
        if (!saved.ok) return saved.outcome
        await out(`${saved.told}\n`)
        return { exit: EXIT.good }
      }
      for await (const row of rows) {
        if (!(await out(inJsonLine(row)))) break
      }
      return { exit: EXIT.good }
    })
  },
}
