import { describe, expect, test } from '@jest/globals'
import { fitTable } from './fit-table.ts'

const ROWS = [
  ['GROUP', 'COUNT', 'TREND', 'MESSAGE'],
  ['cause_0123456789', '160', '·'.repeat(24), 'the task timed out after # seconds'],
]
const fit = (columns: number | null) => fitTable(ROWS, { columns, spared: [2, 1] })

describe('a table on a terminal', () => {
  test('is whole where it has room, and where it goes somewhere else', () => {
    expect(fit(120)).toEqual(fit(null))
    expect(fit(null)[1]).toMatch(/^cause_0123456789 {2}160 +·{24} {2}the task timed out after # seconds$/)
  })

  test('does without columns before its message is lost', () => {
    expect(fit(60)).toEqual([
      'GROUP             COUNT  MESSAGE',
      'cause_0123456789  160    the task timed out after # seconds',
    ])
    expect(fit(44)[1]).toBe('cause_0123456789  the task timed out after …')
  })

  test('is cut where nothing more can be spared', () => {
    expect(fit(20)).toEqual(['GROUP             M…', 'cause_0123456789  t…'])
  })

  test('spares nothing for a message that is short', () => {
    const rows = [['cause_0123456789', '·'.repeat(24), 'boom']]
    expect(fitTable(rows, { columns: 50, spared: [1] })).toEqual([
      `cause_0123456789  ${'·'.repeat(24)}  boom`,
    ])
  })
})
