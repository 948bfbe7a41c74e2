import type { TaskOrigin } from '@kiln/kie-client'

/**
 * How long KIE took for a task whose end was just seen: by its own times where it tells them. They lie
 * between the call that made the task and now; a task that a callback bound was submitted long before.
 */
export function runTimeMs(
  origin: Pick<TaskOrigin, 'createTime' | 'completeTime'> | null,
  { begunAt, seenAt }: { begunAt: number; seenAt: number },
): number {
  const atMost = Math.max(0, seenAt - begunAt)
  const { createTime = null, completeTime = null } = origin ?? {}
  if (createTime === null || completeTime === null || completeTime < createTime) return atMost
  return Math.min(completeTime - createTime, atMost)
}
