import { describe, expect, test } from '@jest/globals'
import { whatIsMissing, type Machine } from './what-is-missing.ts'

const SOUND: Machine = { platform: 'linux', isRoot: true, has: () => true, mayMount: () => true }

describe('a machine that cannot prove the image', () => {
  test.each<[string, Partial<Machine>, RegExp]>([
    ['another system', { platform: 'darwin' }, /needs Linux/],
    ['somebody who is not root', { isRoot: false }, /sudo pnpm image/],
    [
      'no Prometheus',
      { has: (program) => program !== 'prometheus' },
      /^prometheus not found; .*provide-tools/,
    ],
    ['a container without the right to mount', { mayMount: () => false }, /CAP_SYS_ADMIN/],
  ])('is told what mends it: %s', (_what, lack, words) => {
    expect(whatIsMissing({ ...SOUND, ...lack })).toEqual([expect.stringMatching(words)])
  })

  test('is no machine that has everything', () => {
    expect(whatIsMissing(SOUND)).toEqual([])
  })
})
