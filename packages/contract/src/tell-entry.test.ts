import { describe, expect, test } from '@jest/globals'
import { tellEntry } from './tell-entry.ts'
import type { TimelineEntryView } from './timeline.ts'

const entry = (detail: TimelineEntryView['detail'], event: TimelineEntryView['event'] = 'bound') => ({
  at: '2026-11-21T12:00:00.000Z',
  event,
  from: null,
  to: null,
  attempt: 1,
  detail,
})
const factsOf = (detail: TimelineEntryView['detail']) =>
  tellEntry(entry(detail), 'en').facts.map(({ label, value }) => `${label}: ${value}`)

describe('an entry of a timeline in words', () => {
  test('tells its facts in the order in which one reads them, whatever their order was', () => {
    expect(factsOf({ ms: 312, taskId: 't1', code: '200', http: 200, call: 'createTask' })).toEqual([
      'call: createTask',
      'HTTP: 200',
      'KIE code: 200',
      'KIE task: t1',
      'took: 0.312 s',
    ])
  })

  test('tells what it does not know by its own name', () => {
    expect(factsOf({ by: 'ann', act: 'requeue', before: 'failed 1' })).toEqual([
      'by: ann',
      'act: requeue',
      'before: failed 1',
    ])
  })

  test('puts its own words for what is kiln’s, and leaves those of others', () => {
    expect(factsOf({ charged: 'unknown', message: 'unknown', heard: 'constructor' })).toEqual([
      'message: unknown',
      'charged: not known',
      'taken as: constructor',
    ])
    const { what, facts } = tellEntry(entry({ became: 'refused' }, 'callbackChecked'), 'ru')
    expect([what, facts[0]?.value]).toEqual([
      'у KIE спросили о задаче из обратного вызова',
      'не поверили: это не задача этого задания',
    ])
  })

  test('takes any time that the clock of KIE may tell', () => {
    expect(factsOf({ kieCreatedAt: 0, kieCompletedAt: 1e300 })).toEqual([
      'made, by KIE’s clock: 1970-01-01T00:00:00.000Z',
      'ended, by KIE’s clock: 1e+300',
    ])
  })
})
