import { describe, expect, test } from '@jest/globals'
import { parsePlan } from './parse-plan.ts'
import { FAIL_POINTS, REPEATABLE } from './points.ts'

describe('a plan of faults', () => {
  test('names a point, an action, and the passage at which it happens', () => {
    expect(parsePlan('begin.after=kill@3, wire.during=stop+40ms,doorbell=twice')).toEqual([
      { action: 'kill', point: 'begin.after', passage: 3, afterMs: 0 },
      { action: 'stop', point: 'wire.during', passage: 1, afterMs: 40 },
      { action: 'twice', step: 'doorbell' },
    ])
  })

  test.each(Object.keys(FAIL_POINTS))('may name %s', (point) => {
    expect(parsePlan(`${point}=kill`)).toHaveLength(1)
  })

  test.each(REPEATABLE)('may have %s run twice', (step) => {
    expect(parsePlan(`${step}=twice`)).toEqual([{ action: 'twice', step }])
  })

  test.each([
    ['nothing', ''],
    ['an unknown point', 'begin.during=kill'],
    ['a step without a moment', 'begin=kill'],
    ['an unknown action', 'begin.after=explode'],
    ['a passage that never comes', 'begin.after=kill@0'],
    ['the paid call twice', 'wire=twice'],
    ['a name every object has', 'constructor=kill'],
    ['one good and one bad part', 'begin.after=kill,x'],
  ])('is none when it says %s', (_what, text) => {
    expect(parsePlan(text)).toBeNull()
  })
})
