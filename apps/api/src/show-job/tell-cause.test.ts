import { describe, expect, test } from '@jest/globals'
import { LANGUAGES } from '@kiln/languages'
import { tellCause } from './tell-cause.ts'

/** Every text that kiln itself stores as the cause of a gate. */
const OWN = [
  'paused by ops',
  'Redis restarted; every worker says first how far it remembers',
  'rolledBack: Redis went back in time, and its last 12 intents are missing; jobs paid since stand as queued',
  'rolledBack: Redis went back in time, and others began anew where intents are missing; jobs paid since stand as queued',
  'rolledBack: another ledger stands where the one was that kiln worked with; what was paid there is unknown here',
  'five calls in a row did not reach KIE',
  "five answers in a row could not be KIE's: HTTP 502 with no KIE answer in it",
  '9 of the last 10 jobs failed, the last one by upstreamError',
  'HTTP 502 with no KIE answer in it',
  'HTTP 200 with a body too large or not readable',
]

describe('the cause of a closed gate', () => {
  test.each(OWN)('is told as it is stored in English, and in other words elsewhere: %s', (stored) => {
    expect(tellCause(stored, 'en')).toBe(stored)
    for (const language of ['ru', 'zh'] as const) {
      const told = tellCause(stored, language)
      expect(told).not.toBe(stored)
      expect(told.startsWith('rolledBack: ')).toBe(stored.startsWith('rolledBack: '))
      for (const number of stored.match(/\d+/g) ?? []) expect(told).toContain(number)
    }
  })

  test.each(LANGUAGES)('that KIE gave is told in its own words in %s', (language) => {
    for (const text of ['Insufficient credits', '', 'paused by', 'connect ECONNREFUSED 10.0.0.1:443'])
      expect(tellCause(text, language)).toBe(text)
    expect(tellCause("five answers in a row could not be KIE's: <html>", language)).toContain('<html>')
  })
})
