import { expect, test } from '@jest/globals'
import { longArguments, narrowsByName, workerArguments } from './jest-arguments.ts'

test.each([
  [[], true],
  [['--maxWorkers=2'], true],
  [['e2e'], false],
  [[String.raw`\.long\.test`], false],
])('with the arguments %j long files are left out: %j', (args, leftOut) => {
  expect(longArguments(args).length > 0).toBe(leftOut)
})

test('what jest is told of names and workers is seen', () => {
  expect([['-t', 'x'], ['--testNamePattern=x'], ['e2e']].map(narrowsByName)).toEqual([true, true, false])
  expect([workerArguments(['-i']), workerArguments(['-w', '2'])]).toEqual([[], []])
  expect(workerArguments([])).toHaveLength(1)
})
