import { API_OPTION, askKiln } from '../api/ask-kiln.ts'
import { EXIT, JSON_OPTION, type Command } from '../command.ts'
import { renderBatch } from '../render/batch.ts'
import { plain } from '../render/plain.ts'
import { inJson } from '../render/in-json.ts'

export const cancel: Command = {
  name: 'cancel',
  takes: ['<id>'],
  words: ({ commands }) => commands.cancel,
  options: { api: API_OPTION, json: JSON_OPTION },
  examples: ['kiln cancel job_6a5a9f38d38b8ee4f3e37edd', 'kiln cancel batch_6a5a9f38d38b8ee4f3e37edd'],
  run: ([id = ''], values, deps) =>
    askKiln(values, deps, async (kiln) => {
      const { out, ink, words } = deps
      if (id.startsWith('batch_')) {
        const batch = await kiln.cancelBatch(id)
        await out(values['json'] === true ? inJson(batch) : renderBatch(batch, ink, words))
        return { exit: EXIT.good }
      }
      const job = await kiln.cancel(id)
      const told =
        job.state === 'canceled'
          ? words.batch.jobCanceled(plain(job.id))
          : words.batch.jobEndsFirst(plain(job.id))
      await out(values['json'] === true ? inJson(job) : `${told}\n`)
      return { exit: EXIT.good }
    }),
}
