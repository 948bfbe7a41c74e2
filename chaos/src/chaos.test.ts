import { expect, test } from '@jest/globals'
import { runControl } from './control/run-control.ts'
import { EXPANDER_KILLED } from './scenarios/batch/kills.ts'
import { struckAt } from './scenarios/lives-at.ts'
import { RELAY } from './scenarios/relay.ts'
import { runScenario } from './scenarios/run-scenario.ts'

test('killed once at every fail point, kiln pays for no job twice, loses none, and tells the truth', async () => {
  const { outcome } = await runScenario(RELAY, 1)
  expect(outcome.findings).toEqual([])
  expect(outcome.strikes).toBe(RELAY.api!(() => 0).length + RELAY.workers!(() => 0).length)
}, 120_000)

test('a batch becomes exactly its jobs, with a worker killed after every slice and the API around its commit', async () => {
  const { outcome } = await runScenario(EXPANDER_KILLED, 1)
  expect(outcome.findings).toEqual([])
  expect(outcome.strikes).toBe(
    EXPANDER_KILLED.api!(() => 0).length + EXPANDER_KILLED.workers!(() => 0).length,
  )
}, 180_000)

test('a worker that pays inside a retried processor pays twice when it is killed in the same way', async () => {
  const faults = { loseAnswers: 0 }
  const killed = await runControl({ name: 'killed', workers: struckAt('wire.after'), faults }, 1)
  expect(killed).toMatchObject({ strikes: 3 })
  expect(killed!.ordinaryPaidTwice).toBeGreaterThanOrEqual(3)
  // Nothing but the kills does that.
  expect(await runControl({ name: 'let live', faults }, 1)).toMatchObject({ ordinaryPaidTwice: 0 })
}, 120_000)
