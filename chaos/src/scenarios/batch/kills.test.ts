import { expect, test } from '@jest/globals'
import { LARGE } from '../../large.ts'
import { runScenario } from '../run-scenario.ts'
import { expanderKilled } from './kills.ts'

test('a batch becomes exactly its jobs, with a worker killed after every slice and the API around its commit', async () => {
  const scenario = expanderKilled({ slices: LARGE ? 10 : 4 })
  const { outcome } = await runScenario(scenario, 1)
  expect(outcome.findings).toEqual([])
  expect(outcome.strikes).toBe(scenario.api!(() => 0).length + scenario.workers!(() => 0).length)
}, 180_000)
