import { API_OPTION, askKiln } from '../api/ask-kiln.ts'
import { EXIT, JSON_OPTION, type Command, type Deps, type Outcome, type Values } from '../command.ts'
import { renderBatch } from '../render/batch.ts'
import { inJson } from '../render/in-json.ts'
import { plain } from '../render/plain.ts'
import { cancelMany, MANY_OPTIONS } from './cancel-many.ts'

/** One job or batch by its id, or many jobs by what they have in common. */
export const cancel: Command = {
  name: 'cancel',
  takes: ['[<id>]'],
  words: ({ commands }) => commands.cancel,
  options: { ...MANY_OPTIONS, api: API_OPTION, json: JSON_OPTION },
  examples: [
    'kiln cancel job_6a5a9f38d38b8ee4f3e37edd',
    'kiln cancel batch_6a5a9f38d38b8ee4f3e37edd',
    'kiln cancel --state queued --model z-image --plan',
    'kiln cancel --custom-id spring- --since 2h --yes --wait',
  ],
  async run([id], values, deps) {
    if (id === undefined) return cancelMany(values, deps)
    const given = Object.keys(MANY_OPTIONS).filter((name) => values[name] !== undefined)
    if (given.length === 0) return cancelOne(id, values, deps)
    const { bulk, cancels } = deps.words
    const fault = bulk.both(given.map((name) => `--${name}`).join(', '))
    return { exit: EXIT.cannot, fault, hint: cancels.seeJobs }
  },
}

function cancelOne(id: string, values: Values, deps: Deps): Promise<Outcome> {
  const { out, ink, words } = deps
  const asJson = values['json'] === true
  return askKiln(values, deps, async (kiln) => {
    if (id.startsWith('batch_')) {
      const batch = await kiln.cancelBatch(id)
      await out(asJson ? inJson(batch) : renderBatch(batch, ink, words))
      return { exit: EXIT.good }
    }
    const job = await kiln.cancel(id)
    const { jobCanceled, jobEndsFirst } = words.batch
    const told = job.state === 'canceled' ? jobCanceled(plain(job.id)) : jobEndsFirst(plain(job.id))
    await out(asJson ? inJson(job) : `${told}\n`)
    return { exit: EXIT.good }
  })
}
