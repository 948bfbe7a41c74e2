import { expect, test } from '@jest/globals'
import { LARGE } from '../large.ts'
import { lostAnswers } from './lost-answers.ts'
import { runScenario } from './run-scenario.ts'

const JOBS = LARGE ? 60 : 24
/** Both ends that there are: found by a callback, or left to a person. The other cases are parts of the last. */
const USUAL = ['callbacks off', 'mixed']
const SCENARIOS = lostAnswers(JOBS).filter(({ name }) => LARGE || USUAL.includes(name))

test.each(SCENARIOS)(
  'with every answer lost, $name, no job is sent twice and none is forgotten',
  async (scenario) => {
    const { outcome } = await runScenario(scenario, 1)
    expect(outcome.findings).toEqual([])
    expect(outcome.jobs).toBe(JOBS)
  },
  120_000,
)
