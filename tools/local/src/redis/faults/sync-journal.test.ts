import { expect, test } from '@jest/globals'
import { foldJournal } from './sync-journal.ts'

test.each([
  ['the longest sync counts, in whichever order two of them ended', 'synced 20,synced 10', 20],
  ['what was shortened and written on is not on disk beyond the cut', 'synced 20,cut 5', 5],
  ['a cut never adds', 'synced 5,cut 20', 5],
  ['and a sync after the cut counts anew', 'synced 20,cut 5,synced 9', 9],
  ['a new file with the inode of one that is gone begins with nothing', 'synced 20,gone 0', undefined],
])('%s', (_name, notes, size) => {
  const lines = notes.split(',').map((note) => `8 1 ${note}\n`)
  expect(foldJournal(`8 2 synced 7\n${lines.join('')}`).get('8 1')).toBe(size)
})
