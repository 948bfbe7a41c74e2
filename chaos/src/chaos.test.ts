import { expect, test } from '@jest/globals'
import { runControl } from './control/run-control.ts'
import { RELAY } from './scenarios/relay.ts'
import { runScenario } from './scenarios/run-scenario.ts'
import { SUBMIT_SCENARIOS } from './scenarios/submit.ts'

const share = ({ paidTwice, jobs }: { paidTwice: number; jobs: number }) => paidTwice / jobs

test('killed once at every fail point, kiln pays for no job twice, loses none, and tells the truth', async () => {
  const { outcome } = await runScenario(RELAY, 1)
  expect(outcome.findings).toEqual([])
  expect(outcome.strikes).toBe(RELAY.api!(() => 0).length + RELAY.workers!(() => 0).length)
}, 120_000)

test('a worker that pays inside a retried processor, killed in the same way, pays twice', async () => {
  const scenario = SUBMIT_SCENARIOS.find(({ name }) => name === 'wire.during')!
  const control = await runControl(scenario, 1)
  expect(control!.strikes).toBe(3)
  // What KIE does to everybody makes it pay twice as well; the kills add to that.
  const unkilled = (await runControl({ name: 'no kills' }, 1))!
  expect(share(control!)).toBeGreaterThan(1.5 * share(unkilled))
}, 120_000)
