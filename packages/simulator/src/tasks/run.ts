import { randomUUID } from 'node:crypto'
import type { Behaviour } from '../behaviour/behaviour.ts'
import { notifyCaller } from '../callbacks/notify.ts'
import type { SimulatedKie } from '../simulated-kie.ts'
import { drawDurationMs, drawPendingStates } from './duration.ts'
import { jobKey, markedKey } from './job-key.ts'
import { kindOf } from './kind.ts'
import { creditsOf, roundCredits } from './price.ts'
import { creditsConsumed, type Task, type TaskOrder } from './task.ts'

/**
 * Makes the task and takes its credits. It ends by itself after its duration, unless its
 * behaviour ends it before createTask is answered.
 */
export function startTask(kie: SimulatedKie, order: TaskOrder, behaviour: Behaviour): Task {
  const task = newTask(kie, order, behaviour)
  kie.tasks.add(task)
  kie.faults.balance = roundCredits(kie.faults.balance - task.credits)
  if (behaviour.callback !== 'beforeAnswer') {
    kie.timers.after(task.durationMs, () => void endTask(kie, task))
  }
  return task
}

/** Settles the credits and tells the caller; resolves once the caller was told. */
export async function endTask(kie: SimulatedKie, task: Task): Promise<void> {
  const state = task.behaviour.fail ? 'fail' : 'success'
  task.ended = { state, at: Date.now() }
  kie.tasks.noteEnd(task)
  kie.faults.balance = roundCredits(kie.faults.balance + task.credits - creditsConsumed(task))
  // A task that KIE no longer knows gives no sign.
  if (!hasVanished(kie, task, task.ended.at)) await notifyCaller(kie, task)
}

export function hasVanished(kie: SimulatedKie, task: Task, now: number): boolean {
  const { vanishAfterMs } = task.behaviour
  return vanishAfterMs !== undefined && now - task.createdAt >= kie.scaled(vanishAfterMs)
}

function newTask(kie: SimulatedKie, order: TaskOrder, behaviour: Behaviour): Task {
  // Not seeded: a restarted simulator must never hand out an id that a client already knows.
  const taskId = randomUUID().replaceAll('-', '')
  const marked = markedKey(order.text)
  const key = jobKey(order.callBackUrl, marked, taskId)
  const stream = streamOf(kie, key, marked)
  const kind = kindOf(order.model)
  return {
    taskId,
    stream,
    key,
    order,
    kind,
    credits: creditsOf(order.model),
    createdAt: Date.now(),
    durationMs: kie.scaled(behaviour.durationMs ?? drawDurationMs(kind, kie.draw, stream)),
    pendingStates: behaviour.states ?? drawPendingStates(kie.draw, stream),
    behaviour,
    readFaultsLeft: behaviour.read?.times ?? 0,
    ended: null,
  }
}

/** A marked job draws the same whatever the order of arrival, and afresh on each of its attempts. */
function streamOf(kie: SimulatedKie, key: string, marked: string | null): string {
  return marked === null
    ? `task ${kie.tasks.made + 1}`
    : `job ${marked} attempt ${kie.tasks.countOf(key) + 1}`
}
