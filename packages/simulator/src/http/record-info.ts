import type { SimulatedKie } from '../simulated-kie.ts'
import { recordOf } from '../tasks/record.ts'
import { hasVanished } from '../tasks/run.ts'
import type { Task } from '../tasks/task.ts'
import { refusal, spelledOut, success, type Answer } from './envelope.ts'

/** GET /api/v1/jobs/recordInfo */
export function recordInfo(kie: SimulatedKie, taskId: string | undefined): Answer {
  if (kie.faults.maintenance) return refusal(455)
  if (!takePlace(kie)) return refusal(429)
  if (taskId === undefined || taskId === '') return refusal(500, 'This field is required')
  const task = kie.tasks.get(taskId)
  const now = Date.now()
  if (!task || isHidden(kie, task, now)) return refusal(422, 'recordInfo is null')
  if (task.behaviour.read && task.readFaultsLeft > 0) {
    task.readFaultsLeft -= 1
    if (task.behaviour.read.failed) return success(recordOf(asFailed(task, now), kie.baseUrl, now))
    return spelledOut(task.behaviour.read)
  }
  return success(recordOf(task, kie.baseUrl, now))
}

/** A failure that KIE takes back later. */
function asFailed(task: Task, now: number): Task {
  return { ...task, ended: { state: 'fail', at: now } }
}

function isHidden(kie: SimulatedKie, task: Task, now: number): boolean {
  const unknownForMs = kie.scaled(task.behaviour.unknownForMs ?? 0)
  return now - task.createdAt < unknownForMs || hasVanished(kie, task, now)
}

function takePlace(kie: SimulatedKie): boolean {
  const limit = kie.faults.readLimit
  if (!limit) return true
  return kie.readWindow.take(performance.now(), { max: limit.max, windowMs: kie.scaled(limit.windowMs) })
}
