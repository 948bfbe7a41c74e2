import { createHmac } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { PREFIX } from '../stack/stack.ts'
import { apiAt, workerAt } from './lives-at.ts'
import type { Scenario, World } from './scenario.ts'

/** Many tasks of which kiln hears by their callback alone. */
const MANY_LOST = {
  faults: { loseAnswers: { probability: 0.3, when: 'afterCharge' as const } },
  callbacks: true,
}

/** The way of a callback, broken, flooded and forged. */
export const CALLBACK_SCENARIOS: readonly Scenario[] = [
  { ...apiAt('callback.before'), callbacks: true },
  { ...apiAt('callback.after'), callbacks: true },
  workerAt('confirm.before', { ...MANY_LOST, upTo: 3 }),
  workerAt('confirm.after', { ...MANY_LOST, upTo: 3 }),
  { name: 'all lost', callbacks: true, faults: { ...MANY_LOST.faults, dropCallbacks: 1 } },
  {
    name: 'all twice',
    callbacks: true,
    faults: { ...MANY_LOST.faults, dropCallbacks: 0, duplicateCallbacks: 1 },
  },
  {
    name: 'all ten times',
    callbacks: true,
    faults: MANY_LOST.faults,
    disturb: ({ stack }) => stack.simulation.setBehaviours([{ do: { callback: { times: 10 } } }]),
  },
  {
    name: 'all before the answer',
    callbacks: true,
    faults: MANY_LOST.faults,
    disturb: ({ stack }) => stack.simulation.setBehaviours([{ do: { callback: 'beforeAnswer' } }]),
  },
  { name: 'forged', callbacks: true, disturb: forgeCallbacks },
]

const FORGERIES = 60
const EVERY_MS = 50

/** The right token and a right signature, over the task of somebody else or a success that never was. */
async function forgeCallbacks({ stack, draw, strike }: World): Promise<void> {
  for (let i = 0; i < FORGERIES; i++) {
    await pause(EVERY_MS)
    const ids = await stack.db.zrange(`${PREFIX}:all`, '0', '-1')
    if (ids.length < 2) continue
    const pick = (what: string) => ids[Math.floor(draw('forgery', i, what) * ids.length)]!
    const [victim, other] = [pick('victim'), pick('other')]
    const [attempt, secret, ownTask] = await attemptOf(stack.db, victim)
    const taskId = draw('forgery', i, 'own') < 0.5 ? ownTask : (await attemptOf(stack.db, other))[2]
    if (secret === null || taskId === null) continue
    await post(stack.apiUrl, `${victim}-${attempt}-${secret}`, taskId, stack.keys.hmac)
    strike()
  }
}

async function attemptOf(
  db: World['stack']['db'],
  id: string,
): Promise<[string, string | null, string | null]> {
  const [attempt, taskId] = await db.hmget(`${PREFIX}:job:${id}`, 'attempt', 'taskId')
  return [attempt ?? '0', await db.hget(`${PREFIX}:job:${id}`, `secret:${attempt}`), taskId ?? null]
}

async function post(apiUrl: string, token: string, taskId: string, hmacKey: string): Promise<void> {
  const timestamp = String(Math.floor(Date.now() / 1_000))
  const signature = createHmac('sha256', hmacKey).update(`${taskId}.${timestamp}`).digest('base64')
  const resultJson = '{"resultUrls":["https://evil.example/forged.png"]}'
  const response = await fetch(`${apiUrl}/callbacks/kie/${token}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-webhook-timestamp': timestamp,
      'x-webhook-signature': signature,
    },
    body: JSON.stringify({ code: 200, data: { taskId, state: 'success', resultJson } }),
  })
  await response.body?.cancel()
}
