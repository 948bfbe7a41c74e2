import { expect, test } from '@jest/globals'
import type { Charge } from '@kiln/simulator'
import type { ShownRow } from '../../load/kiln-client.ts'
import { LARGE } from '../../large.ts'
import { runScenario } from '../run-scenario.ts'
import { isTrue, resultsAfterKills } from './results.ts'

const row = (state: string, urls: string[] | null, charged: number | null): ShownRow => ({
  id: 'job_1',
  customId: 'a',
  state,
  result: urls && { urls },
  credits: { charged },
})
const charge = (state: Charge['state'], credits: number) =>
  ({ key: 'a', taskId: 't1', state, credits }) as Charge
const URL = 'http://kie/t1-1.png'

test.each<[boolean, string, ShownRow, Charge[]]>([
  [true, 'a success with the result of its task', row('succeeded', [URL], 8), [charge('success', 8)]],
  [
    true,
    'a success after a failure that cost something',
    row('succeeded', [URL], 9),
    [charge('fail', 1), charge('success', 8)],
  ],
  [true, 'a failure that cost nothing', row('failed', null, null), [charge('fail', 0)]],
  [true, 'a refusal without a task', row('failed', null, null), []],
  [true, 'a line that waits for a person', row('parked', null, null), [charge('success', 8)]],
  [false, "another task's result", row('succeeded', ['http://kie/t2-1.png'], 8), [charge('success', 8)]],
  [false, 'a success that nobody paid for', row('succeeded', [URL], 8), []],
  [false, 'a failure that was delivered', row('failed', null, 8), [charge('success', 8)]],
  [false, 'a charge that is not told', row('succeeded', [URL], null), [charge('success', 8)]],
  [false, 'a line that still waits', row('queued', null, null), []],
])('%s: %s', (is, _what, shown, charges) => {
  expect(isTrue(shown, charges)).toBe(is)
})

test('the results of a batch are those in the books of KIE, one row for each line, whatever was killed', async () => {
  const { outcome } = await runScenario(resultsAfterKills(LARGE ? 150 : 50), 1)
  expect(outcome.findings).toEqual([])
}, 180_000)
