import type { RequeuedJobView, RequeueOptions } from '@kiln/sdk'
import { EXIT, textOf, type Deps, type Outcome, type Values } from '../command.ts'
import { readInput } from '../jobs-file/read-input.ts'
import { plain } from '../render/plain.ts'
import type { Words } from '../words/words.ts'
import { actOnJob } from './act-on-job.ts'

export async function requeueJob(id: string, values: Values, deps: Deps): Promise<Outcome> {
  const body = await readBody(values, deps)
  if ('fault' in body) return { exit: EXIT.cannot, ...body }
  return actOnJob(
    (kiln) => kiln.requeue(id, body),
    values,
    deps,
    (job) => tellRequeued(job, deps.words),
  )
}

async function readBody(
  values: Values,
  deps: Deps,
): Promise<RequeueOptions | { fault: string; hint: string }> {
  const body: RequeueOptions = {}
  if (values['confirm-charge'] === true) body.confirmCharge = true
  const attempt = values['attempt']
  if (typeof attempt === 'string') {
    if (!/^\d{1,9}$/.test(attempt)) {
      const { acts, usage } = deps.words
      return { fault: acts.badAttempt('--attempt', plain(attempt)), hint: usage.writeLike('--attempt 1') }
    }
    body.attempt = Number(attempt)
  }
  const path = textOf(values, 'input')
  if (path === undefined) return body
  const input = await readInput(path, deps.stdin, deps.words)
  return input.ok ? { ...body, input: input.input } : { fault: input.fault, hint: input.hint }
}

function tellRequeued({ id, outcome, warnings }: RequeuedJobView, { acts }: Words): string {
  return [acts.outcome[outcome](plain(id)), ...warnings.map(({ message }) => plain(message))].join('\n')
}
