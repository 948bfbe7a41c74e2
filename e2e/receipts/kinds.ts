import type { JobView } from '@kiln/contract'
import type { BehaviourRule } from '@kiln/simulator'
import { call, eventually, show, submit } from '../client.ts'
import type { Stack } from '../stack.ts'

/** One way for a job to end, made to happen. */
export interface Kind {
  /** As its page is called, and its prompt begins. */
  name: string
  title: string
  /** What the simulated KIE does with it. */
  behaviour: BehaviourRule['do']
  state: JobView['state']
  parked?: string
  model?: string
  /** What people do to it meanwhile. */
  meddle?: (stack: Stack, id: string) => Promise<void>
}

const post = async (stack: Stack, path: string, body?: object) => {
  const { status } = await call(stack, 'POST', path, body)
  if (status !== 200) throw new Error(`POST ${path} answered ${status}`)
}
const until = (stack: Stack, id: string, state: JobView['state']) =>
  eventually(
    () => show(stack, id),
    (job) => job.state === state,
  )

/** Held apart from the others, so that it can be held back. */
const HELD_MODEL = 'gpt-image-2-text-to-image'

export const KINDS: readonly Kind[] = [
  {
    name: 'succeeded',
    title: 'Succeeded',
    behaviour: { durationMs: 20_000 },
    state: 'succeeded',
  },
  {
    name: 'failed-and-charged',
    title: 'Failed at KIE, and charged',
    behaviour: { durationMs: 20_000, fail: { failCode: '501' }, keepCredits: true },
    state: 'failed',
  },
  {
    name: 'refused',
    title: 'Refused by KIE, not charged',
    behaviour: { code: 422, msg: 'prompt is required' },
    state: 'failed',
  },
  {
    name: 'canceled-before-sending',
    title: 'Canceled before it was sent, behind a closed gate',
    behaviour: {},
    model: HELD_MODEL,
    state: 'canceled',
    async meddle(stack, id) {
      await post(stack, `/v1/jobs/${id}/cancel`)
      await post(stack, '/v1/system/resume', { scope: `model:${HELD_MODEL}` })
    },
  },
  {
    name: 'canceled-after-sending',
    title: 'Canceled after it was sent: KIE could not stop it',
    behaviour: { durationMs: 40_000 },
    state: 'canceled',
    async meddle(stack, id) {
      await until(stack, id, 'running')
      await post(stack, `/v1/jobs/${id}/cancel`)
    },
  },
  {
    name: 'parked-no-answer',
    title: 'Parked: the answer was lost, and no callback came',
    behaviour: { durationMs: 10_000, loseAnswer: 'afterCharge', callback: 'none' },
    state: 'parked',
    parked: 'noAnswer',
  },
  {
    name: 'parked-task-vanished',
    title: 'Parked: KIE no longer knows the task',
    behaviour: { durationMs: 600_000, vanishAfterMs: 1_000 },
    state: 'parked',
    parked: 'taskVanished',
  },
  {
    name: 'parked-no-result',
    title: 'Parked: KIE says success and shows no result',
    behaviour: { durationMs: 20_000, emptyResult: true },
    state: 'parked',
    parked: 'noResult',
  },
  {
    name: 'late-then-succeeded',
    title: 'Late, then collected',
    behaviour: { durationMs: 75_000 },
    state: 'succeeded',
    meddle: async (stack, id) => void (await until(stack, id, 'late')),
  },
  {
    name: 'parked-then-explained',
    title: 'Parked without an answer, then found by a late callback',
    behaviour: { durationMs: 10_000, loseAnswer: 'afterCharge', callback: { delayMs: 60_000 } },
    state: 'succeeded',
    meddle: async (stack, id) => void (await until(stack, id, 'parked')),
  },
]

/** A job that its page is named after, in the middle of what it holds. */
export async function submitKind(stack: Stack, { name, model = 'nano-banana-2' }: Kind): Promise<string> {
  const prompt = `a kiln at dusk, embers in the dark (${name})`
  const input = model === HELD_MODEL ? { prompt, resolution: '1K' } : { prompt }
  const { id } = await submit(stack, { model, customId: name, input })
  return id
}

export const rulesOf = (kinds: readonly Kind[]): BehaviourRule[] =>
  kinds.map(({ name, behaviour }) => ({ match: { promptIncludes: `(${name})` }, do: behaviour }))

export const holdBack = (stack: Stack) => post(stack, '/v1/system/pause', { scope: `model:${HELD_MODEL}` })
