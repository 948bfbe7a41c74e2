import { API_OPTION, askKiln } from '../api/ask-kiln.ts'
import { followCancel } from '../bulk/follow-cancel.ts'
import { isWell, tellCancel } from '../bulk/tell-cancel.ts'
import { EXIT, JSON_OPTION, type Command } from '../command.ts'
import { renderBulk, renderBulks } from '../render/bulk.ts'
import { inJson } from '../render/in-json.ts'

export const cancelStatus: Command = {
  name: 'cancel status',
  takes: ['[<id>]'],
  words: ({ commands }) => commands['cancel status'],
  options: { all: { type: 'boolean' }, wait: { type: 'boolean' }, api: API_OPTION, json: JSON_OPTION },
  examples: [
    'kiln cancel status',
    'kiln cancel status --all',
    'kiln cancel status cancel_6a5a9f38d38b8ee4f3e37edd --wait',
  ],
  run: ([id], values, deps) =>
    askKiln(values, deps, async (kiln) => {
      const { out, ink, words } = deps
      const asJson = values['json'] === true
      if (id === undefined) {
        const all = values['all'] === true
        const cancels = await kiln.bulkCancels({ ended: all })
        const told = cancels.map((one) => tellCancel(one, words))
        const none = all ? words.cancels.noneKept : words.cancels.none
        await out(asJson ? inJson({ cancels }) : renderBulks(told, none, ink, words))
        return { exit: EXIT.good }
      }
      if (values['wait'] === true) return followCancel(kiln, id, asJson, deps)
      const cancel = await kiln.bulkCancel(id)
      await out(asJson ? inJson(cancel) : renderBulk(tellCancel(cancel, words), ink))
      return { exit: isWell(cancel) ? EXIT.good : EXIT.bad }
    }),
}

export const cancelAbort: Command = {
  name: 'cancel abort',
  takes: ['<id>'],
  words: ({ commands }) => commands['cancel abort'],
  options: { api: API_OPTION, json: JSON_OPTION },
  examples: ['kiln cancel abort cancel_6a5a9f38d38b8ee4f3e37edd'],
  run: ([id = ''], values, deps) =>
    askKiln(values, deps, async (kiln) => {
      const { out, ink, words } = deps
      const cancel = await kiln.abortBulkCancel(id)
      await out(values['json'] === true ? inJson(cancel) : renderBulk(tellCancel(cancel, words), ink))
      return { exit: EXIT.good }
    }),
}
