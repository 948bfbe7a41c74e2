import { recordOf } from '../tasks/record.ts'
import type { Task } from '../tasks/task.ts'
import type { SimulatedKie } from '../simulated-kie.ts'
import { planCallbacks, type CallbackPlan } from './plan.ts'
import { allowedUrl, type Message } from './post.ts'
import { signCallback } from './signature.ts'

const WRONG_KEY = 'not the key'

/** Tells the caller that a task ended: once, unless a behaviour or a fault says otherwise. */
export async function notifyCaller(kie: SimulatedKie, task: Task): Promise<void> {
  const { callBackUrl } = task.order
  if (callBackUrl === null) return
  const plan = planCallbacks(task.behaviour.callback, kie.faults, kie.draw, task.stream)
  const { callbacks } = kie.tally
  if (plan.dropped) callbacks.dropped += 1
  const url = allowedUrl(callBackUrl, kie.settings.callbackHost)
  for (let sent = 0; sent < plan.times; sent += 1) {
    await kie.timers.pause(kie.scaled(plan.delayMs))
    if (!url) {
      callbacks.refused += 1
      continue
    }
    callbacks.sent += 1
    if (!(await kie.poster.post(messageFor(kie, task, url, plan)))) callbacks.failed += 1
  }
}

function messageFor(kie: SimulatedKie, task: Task, url: URL, plan: CallbackPlan): Message {
  const now = Date.now()
  const succeeded = task.ended?.state === 'success'
  const body = plan.body ?? {
    code: succeeded ? 200 : 501,
    msg: succeeded ? 'Playground task completed successfully.' : 'Playground task failed.',
    data: recordOf(task, kie.baseUrl, now),
  }
  return {
    url,
    headers: { 'content-type': 'application/json', ...signatureHeaders(kie, task.taskId, plan, now) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }
}

function signatureHeaders(
  kie: SimulatedKie,
  taskId: string,
  plan: CallbackPlan,
  now: number,
): Record<string, string> {
  const { hmacKey } = kie.faults
  if (hmacKey === null || plan.signature === 'none') return {}
  const timestampSeconds = Math.floor(now / 1000)
  const key = plan.signature === 'bad' ? WRONG_KEY : hmacKey
  return {
    'x-webhook-timestamp': String(timestampSeconds),
    'x-webhook-signature': signCallback(key, taskId, timestampSeconds),
  }
}
