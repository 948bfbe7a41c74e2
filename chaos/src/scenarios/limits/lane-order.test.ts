import { describe, expect, test } from '@jest/globals'
import { creationOrder, lanesApart, shareOfFair, type Creation } from './lane-order.ts'

/** One letter for each creation, a second apart. */
const order = (lanes: string): Creation[] =>
  Array.from(lanes, (lane, i) => ({ lane, key: `${lane}-${i}`, at: i * 1_000 }))

test('the order of creation knows the lane of a plain job by its name', () => {
  const charge = { taskId: 't', model: 'm', credits: 1, state: 'success', at: 7 }
  expect(creationOrder({ charges: [{ ...charge, key: 'left-12' }] })).toEqual([
    { key: 'left-12', lane: 'left', at: 7 },
  ])
})

describe('how far two lanes are apart', () => {
  test.each<[string, number, { jobs: number; percent: number }]>([
    ['lrlrlrlr', 0, { jobs: 1, percent: 100 }],
    ['lrlrlrlr', 4, { jobs: 1, percent: 100 / 3 }],
    ['llllrrrr', 2, { jobs: 4, percent: 100 }],
    // Once the left one has given all, the right one has the rest to itself.
    ['lrlrrrrr', 2, { jobs: 1, percent: 50 }],
  ])('%s after %i jobs', (lanes, after, worst) => {
    expect(lanesApart(order(lanes), after)).toEqual(worst)
  })
})

describe('the share of a long lane', () => {
  test('is every turn while nobody else waits', () => {
    expect(shareOfFair(order('lll'), 'l', new Map())).toEqual({ created: 3, fair: 3, longestPause: 0 })
  })

  test('is every second turn while one other waits at each moment', () => {
    const others = new Map<string, number>([
      ['s-1', 0],
      ['s-3', 2_000],
    ])
    const { created, fair, longestPause } = shareOfFair(order('lsls'), 'l', others)
    expect({ created, fair, longestPause }).toEqual({ created: 2, fair: 2, longestPause: 1 })
  })

  test('is owed to it while others pass', () => {
    const others = new Map<string, number>([
      ['s-0', 0],
      ['s-1', 0],
      ['s-2', 0],
    ])
    const { created, fair, longestPause } = shareOfFair(order('sssl'), 'l', others)
    expect({ created, longestPause }).toEqual({ created: 1, longestPause: 3 })
    expect(fair).toBeCloseTo(1 / 4 + 1 / 3 + 1 / 2 + 1, 10)
  })
})
