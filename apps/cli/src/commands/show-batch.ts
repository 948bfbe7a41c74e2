import { API_OPTION, askKiln } from '../api/ask-kiln.ts'
import { followBatch } from '../batch/follow-batch.ts'
import { EXIT, JSON_OPTION, type Command } from '../command.ts'
import { renderBatch } from '../render/batch.ts'
import { renderVerdict } from '../render/verdict.ts'
import { inJson, inJsonLine } from '../render/in-json.ts'

export const showBatch: Command = {
  name: 'batch',
  takes: ['<id>'],
  words: ({ commands }) => commands.batch,
  options: {
    wait: { type: 'boolean' },
    errors: { type: 'boolean' },
    api: API_OPTION,
    json: JSON_OPTION,
  },
  examples: [
    'kiln batch batch_6a5a9f38d38b8ee4f3e37edd',
    'kiln batch <id> --wait',
    'kiln batch <id> --errors',
  ],
  run: ([id = ''], values, deps) =>
    askKiln(values, deps, async (kiln) => {
      const { out, ink, words } = deps
      const asJson = values['json'] === true
      if (values['errors'] === true) {
        let bad = 0
        for await (const row of kiln.errors(id)) {
          bad += 1
          const text = asJson ? inJsonLine(row) : renderVerdict({ ok: false, ...row }, ink, words)
          if (!(await out(text))) break
        }
        return { exit: bad === 0 ? EXIT.good : EXIT.bad }
      }
      if (values['wait'] === true) {
        return followBatch({ kiln, id, file: undefined, asJson, stop: deps.interrupted() }, deps)
      }
      const batch = await kiln.batch(id)
      await out(asJson ? inJson(batch) : renderBatch(batch, ink, words))
      return { exit: EXIT.good }
    }),
}
