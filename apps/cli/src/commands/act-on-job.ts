import type { JobView } from '@kiln/contract'
import type { ApiCall, Shape } from '../api/call-api.ts'
import { EXIT, textOf, type Deps, type Values } from '../command.ts'
import { renderRefusal } from '../render/refusal.ts'

/** The options of every command that acts on a job. */
export const ACT_OPTIONS = { api: { type: 'string', value: 'url' }, json: { type: 'boolean' } } as const

/** One act on one job: what it came to, or why not. */
export async function actOnJob<Body extends JobView>(
  call: Pick<ApiCall, 'path' | 'body'>,
  shape: Shape<Body>,
  values: Values,
  deps: Deps,
  tell: (job: Body) => string,
) {
  const { callApi, out, language, words } = deps
  const asked = { ...call, method: 'POST' as const, url: textOf(values, 'api') }
  const answer = await callApi(asked, shape, language, words)
  const asJson = values['json'] === true
  if (answer.ok) {
    await out(asJson ? `${JSON.stringify(answer.body, null, 2)}\n` : `${tell(answer.body)}\n`)
    return { exit: EXIT.good }
  }
  // A program reads the problem where it reads the job.
  if (asJson && answer.problem) await out(`${JSON.stringify(answer.problem, null, 2)}\n`)
  if (answer.kind === 'cannot') return { exit: EXIT.cannot, fault: answer.fault, hint: answer.hint }
  return { exit: EXIT.bad, ...renderRefusal(answer.problem, words) }
}

/** Nothing that was typed as an id leads anywhere else. */
export const jobPath = (id: string, act: string) => `/v1/jobs/${encodeURIComponent(id)}/${act}`
