import { expect, test } from '@jest/globals'
import { LARGE } from '../../large.ts'
import { runScenario } from '../run-scenario.ts'
import { apiKilled, expanderKilled } from './kills.ts'

test('a batch becomes exactly its jobs, with a worker killed after every slice and the API around its commit', async () => {
  const scenario = expanderKilled({ slices: LARGE ? 10 : 4 })
  const { outcome } = await runScenario(scenario, 1)
  expect(outcome.findings).toEqual([])
  expect(outcome.strikes).toBe(scenario.api!(() => 0).length + scenario.workers!(() => 0).length)
}, 180_000)

test('an upload whose API is killed makes a whole batch or none, and one batch once it is sent again', async () => {
  const kills = LARGE ? 50 : 4
  const { outcome } = await runScenario(apiKilled(kills), 1)
  expect(outcome.findings).toEqual([])
  expect(outcome.strikes).toBe(kills)
}, 240_000)
