import { describe, expect, test } from '@jest/globals'
import { faultsOfAlerts } from './alerts.ts'
import { faultsOfPanels, sightOf } from './panels.ts'

const series = (...values: number[]) => [
  { labels: {}, points: values.map((value, i) => [i, value] as const) },
]

describe('what a panel shows', () => {
  test.each([
    ['empty', []],
    ['empty', series()],
    ['empty', series(Number.NaN, Number.POSITIVE_INFINITY)],
    ['flat', series(0, 0, Number.NaN)],
    ['live', series(0, 0, 3)],
  ] as const)('is %s', (sight, given) => {
    expect(sightOf(given)).toBe(sight)
  })
})

describe('a dashboard', () => {
  test('with a panel that shows nothing is at fault', () => {
    expect(faultsOfPanels([{ name: 'a', sight: 'empty' }], {})).toEqual(['a is empty'])
    expect(faultsOfPanels([{ name: 'a', sight: 'flat' }], {})).toEqual(['a is flat'])
    expect(faultsOfPanels([{ name: 'a', sight: 'live' }], {})).toEqual([])
  })

  test('may have panels that show nothing for a reason, as long as there is one', () => {
    const flat = { a: { sight: 'flat', because: 'of the test' } } as const
    expect(faultsOfPanels([{ name: 'a', sight: 'flat' }], flat)).toEqual([])
    expect(faultsOfPanels([{ name: 'a', sight: 'empty' }], flat)).toEqual(['a is empty'])
    expect(faultsOfPanels([], flat)).toEqual([expect.stringContaining('no panel asks it')])
  })
})

test('an alert that did not fire, or whose metric nobody exports, is a fault', () => {
  const seen = [
    { alert: 'A', fired: true, blind: [] },
    { alert: 'B', fired: false, blind: ['kiln_jbos'] },
  ]
  expect(faultsOfAlerts(seen)).toEqual(['B did not fire', 'B asks for kiln_jbos, which nobody exports'])
})
