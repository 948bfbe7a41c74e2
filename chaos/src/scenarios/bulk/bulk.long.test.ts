import { expect, test } from '@jest/globals'
import { LARGE } from '../../large.ts'
import { runScenario } from '../run-scenario.ts'
import { requeueUnderKills } from './bulk.ts'

test('failures that are run again by workers which are killed at it are run again once each, and charged so', async () => {
  const [failures, kills] = LARGE ? [300, 12] : [30, 4]
  const { outcome } = await runScenario(requeueUnderKills(failures, kills), 1)
  expect(outcome.findings).toEqual([])
  expect(outcome.strikes).toBe(kills)
}, 420_000)
