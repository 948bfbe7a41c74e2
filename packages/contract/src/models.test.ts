import { describe, expect, test } from '@jest/globals'
import { modelListQueryOf } from './models.ts'

const query = modelListQueryOf(['t2i', 'tts'])

describe('what models may be asked for', () => {
  test.each([
    [
      { type: 'T2I', status: 'Active' },
      { type: 't2i', status: 'active' },
    ],
    [{ maxCredits: '10' }, { maxCredits: 10 }],
    [{ maxCredits: '0.5' }, { maxCredits: 0.5 }],
    [{}, {}],
  ])('%j is read as %j', (given, read) => {
    expect(query.parse(given)).toEqual(read)
  })

  test.each([
    [{ type: 'picture' }],
    [{ status: 'gone' }],
    [{ maxCredits: ' ' }],
    [{ maxCredits: '0x10' }],
    [{ maxCredits: '1e3' }],
    [{ maxCredits: 'Infinity' }],
    [{ maxCredits: '-1' }],
    [{ maxCredits: ['1'] }],
  ])('%j is refused', (given) => {
    expect(query.safeParse(given).success).toBe(false)
  })
})
