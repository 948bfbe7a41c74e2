import { describe, expect, test } from '@jest/globals'
import { addRun, NO_RUNS, PLAIN_PACE, shapeOf } from '@kiln/lifecycle'
import { keepPace } from './pace-keeper.ts'

const typical = { min: 60, max: 70, median: 66 }
const runs = [5, 6, 6].reduce(addRun, NO_RUNS)

describe('the pace of reads', () => {
  test('is plain for a model that neither the catalogue nor a claim speaks of', () => {
    const pace = keepPace(() => null)
    expect(pace.of('new')).toEqual(PLAIN_PACE)
    pace.learn({ runTimes: new Map([['new', null]]), callbackHealth: 0 })
    expect(pace.of('new')).toEqual(PLAIN_PACE)
  })

  test("follows the catalogue's word until claims bring runs, and asks it once", () => {
    let asked = 0
    const pace = keepPace(() => {
      asked += 1
      return typical
    })
    expect(pace.of('known').shape).toEqual(shapeOf(null, typical))
    pace.learn({ runTimes: new Map([['known', runs]]), callbackHealth: 0.5 })
    expect(pace.of('known')).toEqual({ callbackHealth: 0.5, shape: shapeOf(runs, typical) })
    expect(asked).toBe(1)
  })

  test('keeps what it made of a model until its runs change, for plans are made of it', () => {
    const pace = keepPace(() => typical)
    const learn = (times: typeof runs) =>
      pace.learn({ runTimes: new Map([['known', { ...times }]]), callbackHealth: 0 })
    learn(runs)
    const { shape } = pace.of('known')
    learn(runs)
    expect(pace.of('known').shape).toBe(shape)
    learn(addRun(runs, 7))
    expect(pace.of('known').shape).not.toBe(shape)
  })
})
