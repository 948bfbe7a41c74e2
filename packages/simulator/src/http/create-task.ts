import type { Behaviour } from '../behaviour/behaviour.ts'
import { readMarkers } from '../behaviour/marker.ts'
import type { SimulatedKie } from '../simulated-kie.ts'
import { creditsOf } from '../tasks/price.ts'
import { endTask, startTask } from '../tasks/run.ts'
import type { TaskOrder } from '../tasks/task.ts'
import { refusal, spelledOut, success, type Answer } from './envelope.ts'
import { faultOf, readOrder } from './read-order.ts'
import type { Delivery } from './send-answer.ts'

/** POST /api/v1/jobs/createTask. Only what reaches `charge` costs credits. */
export async function createTask(kie: SimulatedKie, body: unknown): Promise<Answer | Delivery> {
  const { faults } = kie
  if (faults.maintenance) return refusal(455)
  if (!takePlace(kie)) return refusal(429)
  const order = readOrder(body)
  if (!order) return refusal(422, 'The request body is not a JSON object.')
  kie.ordersRead += 1
  const markers = readMarkers(order.text)
  if (!markers.ok) return refusal(422, markers.problem)
  // A marker is closer to the job than a rule: it wins field by field.
  const behaviour = { ...kie.rules.behaviourFor(order), ...markers.behaviour }
  return answerOrder(kie, order, behaviour)
}

async function answerOrder(kie: SimulatedKie, order: TaskOrder, behaviour: Behaviour): Promise<Delivery> {
  const spoiled = {
    delayMs: kie.scaled(behaviour.delayAnswerMs ?? 0),
    drip: behaviour.dripAnswer ?? false,
    html: behaviour.html ?? false,
    truncate: behaviour.truncate ?? false,
  }
  const loss = behaviour.loseAnswer ?? drawLoss(kie)
  if (loss === 'beforeCharge') return { answer: refusal(500), lost: true }
  const answer = refusedBy(kie, order, behaviour) ?? (await charge(kie, order, behaviour))
  return { answer, lost: loss === 'afterCharge', ...spoiled }
}

function refusedBy(kie: SimulatedKie, order: TaskOrder, behaviour: Behaviour): Answer | null {
  const { code, httpStatus, body } = behaviour
  if (code !== undefined || httpStatus !== undefined || body !== undefined) return spelledOut(behaviour)
  const fault = faultOf(order)
  if (fault) return fault
  const { balance, noCredits } = kie.faults
  if (creditsOf(order.model) > balance) return refusal(noCredits.code, noCredits.msg)
  // Every task in memory still runs: "not now" costs the caller least.
  return kie.tasks.hasRoom ? null : refusal(429)
}

async function charge(kie: SimulatedKie, order: TaskOrder, behaviour: Behaviour): Promise<Answer> {
  const task = startTask(kie, order, behaviour)
  if (behaviour.callback === 'beforeAnswer') await endTask(kie, task)
  return success(behaviour.noTaskId ? null : { taskId: task.taskId, recordId: task.taskId })
}

function takePlace(kie: SimulatedKie): boolean {
  const limit = kie.faults.submitLimit
  if (!limit) return true
  return kie.submitWindow.take(performance.now(), { max: limit.max, windowMs: kie.scaled(limit.windowMs) })
}

/** Counted in orders, not in calls: calls rejected by the limit in between change nothing. */
function drawLoss(kie: SimulatedKie): Behaviour['loseAnswer'] {
  const { probability, when } = kie.faults.loseAnswers
  if (kie.draw('order', kie.ordersRead, 'answer lost') >= probability) return undefined
  if (when !== 'either') return when
  return kie.draw('order', kie.ordersRead, 'lost when') < 0.5 ? 'beforeCharge' : 'afterCharge'
}
