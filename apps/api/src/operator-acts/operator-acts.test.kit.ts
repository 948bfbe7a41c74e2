import type { ReadDecision } from '@kiln/lifecycle'
import type { BehaviourRule } from '@kiln/simulator'
import { JOB_BODY, SECRET, submitted } from '../testing/drive-job.ts'
import { createTaskAt, untilEndedAt } from '../testing/kie-tasks.ts'
import type { AskingSuite } from '../testing/use-asking-api.ts'

export const FAILED: ReadDecision = {
  event: 'failed',
  failure: { class: 'upstreamError', code: '500', message: 'internal error', charged: 'no' },
  creditsConsumed: 0,
}

/** What the tests of acts do to jobs, and ask of them. */
export function actingOn(suite: AskingSuite) {
  const act = (id: string, name: string, payload?: unknown): ReturnType<AskingSuite['kiln']['call']> =>
    suite.kiln.call(`/v1/jobs/${id}/${name}`, { method: 'POST', ...(payload !== undefined && { payload }) })
  const shown = async (id: string) => (await suite.kiln.call(`/v1/jobs/${id}`)).json()
  const eventsOf = async (id: string) => (await suite.kiln.call(`/v1/jobs/${id}/events`)).json().events

  const createTask = (behaviour: BehaviourRule['do'], prompt: string, token: string | null) =>
    createTaskAt(suite.simulator, behaviour, prompt, token)
  const untilEnded = (taskId: string) => untilEndedAt(suite.simulator, taskId)

  /** A job that has begun, and waits for KIE's answer. */
  async function sent(prompt = 'a fox'): Promise<string> {
    const { id } = await submitted(suite.kiln, { ...JOB_BODY, input: { prompt } })
    await suite.kiln.ledger.feed()
    const begun = await suite.kiln.ledger.begin(id, SECRET)
    if (begun.kind !== 'go') throw new Error(`begin said ${begun.kind}`)
    return id
  }
  /** A job with a task of that behaviour, whatever kiln was told of it. */
  async function ended(
    behaviour: BehaviourRule['do'],
    decision: ReadDecision,
  ): Promise<{ id: string; taskId: string }> {
    const id = await sent()
    const taskId = await createTask(behaviour, 'a fox', `${id}-1-${SECRET}`)
    await suite.kiln.ledger.recordAnswer({ id, attempt: 1 }, { event: 'bound', taskId }, {})
    const note = { decision, evidence: { ok: true, askedAt: 0, hold: null }, now: 0, detail: null }
    await suite.kiln.ledger.recordRead({ id, attempt: 1, taskId, hintsSeen: 0 }, note)
    return { id, taskId }
  }
  return { act, shown, eventsOf, createTask, untilEnded, sent, ended }
}
