import { expect } from '@jest/globals'
import type { Failure } from '@kiln/lifecycle'
import { begun, running, type LedgerUnderTest } from '../testing/ledger-under-test.ts'
import { failed, note } from '../testing/reads.ts'
import type { Confirmation } from '../watch/confirm.ts'
import type { JobForAct } from './acts.ts'

/** A requeue as it is asked for, and one with a second charge allowed. */
export const plain = { by: 'ops', confirmed: false, edited: null, charged: null }
export const withCharge = { ...plain, confirmed: true }
export const REFUSED: Failure = { class: 'invalidInput', code: '422', message: 'x', charged: 'no' }
export const success: Confirmation = {
  kind: 'ours',
  verdict: { result: { urls: ['https://a/b.png'] }, credits: 7.5 },
}
export async function seen({ ledger }: LedgerUnderTest, id: string): Promise<JobForAct> {
  const found = await ledger.acts.read(id)
  if (!found) throw new Error(`no job ${id}`)
  return found
}

/** Opens the attempt after `attempt`, as far as KIE's answer to it. */
export async function sendAgain(
  { ledger }: LedgerUnderTest,
  id: string,
  attempt: number,
  taskId: string | null,
) {
  await ledger.feed()
  const secret = `a-secret-of-attempt-${attempt}`
  const again = await ledger.begin(id, secret)
  if (again.kind !== 'go') throw new Error(`begin said ${again.kind}`)
  expect(again.attempt).toBe(attempt)
  if (taskId !== null) await ledger.recordAnswer({ id, attempt }, { event: 'bound', taskId }, {})
  return { id, attempt, secret, taskId: taskId ?? '', hintsSeen: 0 }
}

/** What is booked, by outcome. */
export async function booked({ ledger }: LedgerUnderTest): Promise<Record<string, number>> {
  const { credits } = await ledger.figures()
  const told = credits.filter((row) => row.credits !== 0).map(({ outcome, credits: sum }) => [outcome, sum])
  return Object.fromEntries(told) as Record<string, number>
}

/** A job whose call got no answer, and no callback in time. */
export async function parkedUnanswered({ ledger }: LedgerUnderTest) {
  const lost = await begun(ledger)
  await ledger.recordAnswer(lost, { event: 'lost', cause: 'timeout' }, {})
  await ledger.endOverdue({ id: lost.id, state: 'unconfirmed', attempt: 1 })
  expect(await ledger.read(lost.id)).toMatchObject({ state: 'parked' })
  return lost
}

/** A second attempt of a requeued job. */
export async function beginAgain({ ledger }: LedgerUnderTest, id: string, secret = 'a-secret-of-attempt-2') {
  await ledger.feed()
  const again = await ledger.begin(id, secret)
  if (again.kind !== 'go') throw new Error(`begin said ${again.kind}`)
  return again
}

export async function failedJob(under: LedgerUnderTest, overrides = {}) {
  const task = await running(under.ledger, `task-${Math.random()}`, overrides)
  await under.ledger.recordRead(task, note(failed))
  return task
}

export async function parkedJob(under: LedgerUnderTest, overrides = {}) {
  const task = await running(under.ledger, `task-${Math.random()}`, overrides)
  await under.ledger.recordRead(task, note({ event: 'vanished' }))
  return task
}

export const eventsOf = async ({ ledger }: LedgerUnderTest, id: string) =>
  (await ledger.timeline(id)).map(({ event, detail }) => ({ event, ...(detail && { detail }) }))
