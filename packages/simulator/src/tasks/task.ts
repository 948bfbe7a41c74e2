import type { Behaviour } from '../behaviour/behaviour.ts'
import type { Kind } from './kind.ts'

/** A createTask body, read as far as KIE reads it. */
export interface TaskOrder {
  model: string
  input: Record<string, unknown>
  callBackUrl: string | null
  /** Every string of the input: markers and rules look here. */
  text: string
}

export interface Task {
  taskId: string
  /** Names the task's own seeded draws. */
  stream: string
  key: string
  order: TaskOrder
  kind: Kind
  credits: number
  createdAt: number
  /** In wall-clock time: the speed has been applied. */
  durationMs: number
  pendingStates: readonly string[]
  behaviour: Behaviour
  readFaultsLeft: number
  ended: { state: 'success' | 'fail'; at: number } | null
}

/** The state a read shows: the pending states share the duration evenly. */
export function stateOf(task: Task, now: number): string {
  if (task.ended) return task.ended.state
  const share = task.durationMs > 0 ? (now - task.createdAt) / task.durationMs : 0
  const last = task.pendingStates.length - 1
  const index = Math.min(last, Math.max(0, Math.floor(share * task.pendingStates.length)))
  return task.pendingStates[index] ?? 'waiting'
}

/** What the task costs as things stand: the reservation, or nothing once it failed, unless KIE keeps it. */
export function creditsConsumed(task: Task): number {
  return task.ended?.state === 'fail' && task.behaviour.keepCredits !== true ? 0 : task.credits
}
