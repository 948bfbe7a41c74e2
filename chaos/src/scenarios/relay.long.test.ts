import { expect, test } from '@jest/globals'
import { RELAY } from './relay.ts'
import { runScenario } from './run-scenario.ts'

test('killed once at every fail point, kiln pays for no job twice, loses none, and tells the truth', async () => {
  const { outcome } = await runScenario(RELAY, 1)
  expect(outcome.findings).toEqual([])
  expect(outcome.strikes).toBe(RELAY.api!(() => 0).length + RELAY.workers!(() => 0).length)
}, 120_000)
