import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { readGateCause } from './read-cause.ts'

const lua = (name: string) => readFileSync(new URL(`../../lua/${name}.lua`, import.meta.url), 'utf8')

/** As a script says it, with the numbers that it puts in. */
const SAID: readonly [script: string, words: string, told: string, kind: string][] = [
  [
    'look-back',
    'Redis restarted; every worker says first how far it remembers',
    'Redis restarted; every worker says first how far it remembers',
    'restarted',
  ],
  [
    'look-back',
    'Redis went back in time, and its last %d intents are missing; jobs paid since stand as queued',
    'rolledBack: Redis went back in time, and its last 3 intents are missing; jobs paid since stand as queued',
    'rolledBack',
  ],
  [
    'look-back',
    'Redis went back in time, and others began anew where intents are missing; jobs paid since stand as queued',
    'rolledBack: Redis went back in time, and others began anew where intents are missing; jobs paid since stand as queued',
    'forked',
  ],
  [
    'look-back',
    'another ledger stands where the one was that kiln worked with; what was paid there is unknown here',
    'rolledBack: another ledger stands where the one was that kiln worked with; what was paid there is unknown here',
    'otherLedger',
  ],
  [
    'model-health',
    '%d of the last %d jobs failed, the last one by %s',
    '9 of the last 10 jobs failed, the last one by upstreamError',
    'sickModel',
  ],
]

describe('the cause of a gate', () => {
  test.each(SAID)('that the script %s writes is read: %s', (script, words, told, kind) => {
    expect(lua(script)).toContain(words)
    expect(readGateCause(told).kind).toBe(kind)
  })

  test('has its parts', () => {
    expect(readGateCause('paused by ops')).toEqual({ kind: 'pausedBy', by: 'ops' })
    expect(readGateCause("five answers in a row could not be KIE's: <html>")).toEqual({
      kind: 'notOfKie',
      answer: { kind: 'said', text: '<html>' },
    })
    expect(readGateCause('9 of the last 10 jobs failed, the last one by x')).toEqual({
      kind: 'sickModel',
      bad: 9,
      all: 10,
      lastBy: 'x',
    })
    expect(readGateCause('Insufficient credits')).toEqual({ kind: 'said', text: 'Insufficient credits' })
  })
})
