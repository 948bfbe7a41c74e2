import { expect, test } from '@jest/globals'
import { struckAt } from '../scenarios/lives-at.ts'
import { runControl } from './run-control.ts'

test('a worker that pays inside a retried processor pays twice when it is killed in the same way', async () => {
  const faults = { loseAnswers: 0 }
  const killed = await runControl({ name: 'killed', workers: struckAt('wire.after'), faults }, 1)
  expect(killed).toMatchObject({ strikes: 3 })
  expect(killed!.ordinaryPaidTwice).toBeGreaterThanOrEqual(3)
  // Nothing but the kills does that.
  expect(await runControl({ name: 'let live', faults }, 1)).toMatchObject({ ordinaryPaidTwice: 0 })
}, 120_000)
