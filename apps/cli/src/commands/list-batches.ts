import type { BatchView } from '@kiln/sdk'
import { API_OPTION, askKiln } from '../api/ask-kiln.ts'
import { EXIT, JSON_OPTION, type Command } from '../command.ts'
import { renderBatches } from '../render/batch.ts'
import { inJson } from '../render/in-json.ts'

/** A screen full, newest first. */
const SHOWN = 20

export const listBatches: Command = {
  name: 'batches',
  takes: [],
  words: ({ commands }) => commands.batches,
  options: { all: { type: 'boolean' }, api: API_OPTION, json: JSON_OPTION },
  examples: ['kiln batches', 'kiln batches --all --json'],
  run: (_positionals, values, deps) =>
    askKiln(values, deps, async (kiln) => {
      const { out, ink, columns, words } = deps
      const batches: BatchView[] = []
      for await (const batch of kiln.batches()) {
        batches.push(batch)
        if (batches.length === SHOWN && values['all'] !== true) break
      }
      if (values['json'] === true) await out(inJson({ batches }))
      else if (batches.length === 0) await out(`${words.batch.none}\n`)
      else await out(renderBatches(batches, columns(), ink, words))
      return { exit: EXIT.good }
    }),
}
