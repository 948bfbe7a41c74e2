import { API_OPTION, askKiln } from '../api/ask-kiln.ts'
import { followRequeue } from '../bulk/follow-requeue.ts'
import { isOver, isWell, tellRequeue } from '../bulk/tell-requeue.ts'
import { EXIT, JSON_OPTION, type Command } from '../command.ts'
import { renderBulk, renderBulks } from '../render/bulk.ts'
import { inJson } from '../render/in-json.ts'

export const requeueStatus: Command = {
  name: 'requeue status',
  takes: ['[<id>]'],
  words: ({ commands }) => commands.requeueStatus,
  options: { all: { type: 'boolean' }, wait: { type: 'boolean' }, api: API_OPTION, json: JSON_OPTION },
  examples: [
    'kiln requeue status',
    'kiln requeue status --all',
    'kiln requeue status requeue_6a5a9f38d38b8ee4f3e37edd --wait',
  ],
  run: ([id], values, deps) =>
    askKiln(values, deps, async (kiln) => {
      const { out, ink, words } = deps
      const asJson = values['json'] === true
      if (id === undefined) {
        const all = values['all'] === true
        const requeues = await kiln.bulkRequeues({ ended: all })
        const told = requeues.map((one) => tellRequeue(one, words))
        const none = all ? words.bulk.noneKept : words.bulk.none
        await out(asJson ? inJson({ requeues }) : renderBulks(told, none, ink, words))
        return { exit: EXIT.good }
      }
      if (values['wait'] === true) return followRequeue(kiln, id, asJson, deps)
      const requeue = await kiln.bulkRequeue(id)
      await out(asJson ? inJson(requeue) : renderBulk(tellRequeue(requeue, words), ink))
      return { exit: isOver(requeue) && !isWell(requeue) ? EXIT.bad : EXIT.good }
    }),
}

export const requeueAbort: Command = {
  name: 'requeue abort',
  takes: ['<id>'],
  words: ({ commands }) => commands.requeueAbort,
  options: { api: API_OPTION, json: JSON_OPTION },
  examples: ['kiln requeue abort requeue_6a5a9f38d38b8ee4f3e37edd'],
  run: ([id = ''], values, deps) =>
    askKiln(values, deps, async (kiln) => {
      const { out, ink, words } = deps
      const requeue = await kiln.abortBulkRequeue(id)
      await out(values['json'] === true ? inJson(requeue) : renderBulk(tellRequeue(requeue, words), ink))
      return { exit: EXIT.good }
    }),
}
