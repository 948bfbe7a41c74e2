import { API_OPTION } from '../api/ask-kiln.ts'
import { EXIT, JSON_OPTION, type Command, type Outcome, type Values } from '../command.ts'
import type { Words } from '../words/words.ts'
import { requeueJob } from './requeue-job.ts'
import { MANY_OPTIONS, requeueMany } from './requeue-many.ts'

const ONE_OPTIONS = {
  attempt: { type: 'string', value: 'number' },
  input: { type: 'string', value: 'file' },
} as const

/** One job by its id, or many by what they have in common. */
export const requeue: Command = {
  name: 'requeue',
  takes: ['[<id>]'],
  words: ({ commands }) => commands.requeue,
  options: {
    ...MANY_OPTIONS,
    'confirm-charge': { type: 'boolean' },
    ...ONE_OPTIONS,
    api: API_OPTION,
    json: JSON_OPTION,
  },
  examples: [
    'kiln requeue job_6a5a9f38d38b8ee4f3e37edd',
    'kiln requeue job_6a5a9f38d38b8ee4f3e37edd --attempt 1 --confirm-charge',
    'kiln requeue job_6a5a9f38d38b8ee4f3e37edd --input better.json',
    'kiln requeue --cause cause_6a5a9f38d38b8ee4 --plan',
    'kiln requeue --class upstreamError --since 2h --canary 5 --yes --wait',
  ],
  async run([id], values, deps) {
    const wrong = wrongOptions(id, values, deps.words)
    if (wrong !== null) return wrong
    return id === undefined ? requeueMany(values, deps) : requeueJob(id, values, deps)
  },
}

/** Options of the one form do not go with the other. */
function wrongOptions(id: string | undefined, values: Values, { bulk }: Words): Outcome | null {
  const given = Object.keys(id === undefined ? ONE_OPTIONS : MANY_OPTIONS).filter(
    (name) => values[name] !== undefined,
  )
  if (given.length === 0) return null
  const options = given.map((name) => `--${name}`).join(', ')
  const fault = id === undefined ? bulk.onlyOne(options) : bulk.both(options)
  return { exit: EXIT.cannot, fault, hint: bulk.seeFailures }
}
