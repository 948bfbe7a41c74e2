import { expect, test } from '@jest/globals'
import { closest, editDistance } from './closest.ts'

test.each([
  ['', '', 0],
  ['a', '', 1],
  ['kitten', 'sitting', 3],
  ['Prompt', 'prompt', 0],
  ['promt', 'prompt', 1],
  ['flaw', 'lawn', 2],
])('from %j to %j it takes %d edits', (written, candidate, edits) => {
  expect(editDistance(written, candidate, 9)).toBe(edits)
  expect(editDistance(candidate, written, 9)).toBe(edits)
})

test('stops counting beyond the limit', () => {
  expect(editDistance('kitten', 'sitting', 2)).toBe(3)
  expect(editDistance('aaaaaaaa', 'bbbbbbbb', 2)).toBe(3)
  expect(editDistance('a', 'aaaaaaaa', 2)).toBe(3)
})

test.each([
  ['promt', 'prompt'],
  ['vioce', 'voice'],
  ['image_ulr', 'image_url'],
  ['x', null],
  ['seed', null],
  ['', null],
  ['constructor', null],
])('of prompt, voice and image_url %j means %j', (written, meant) => {
  expect(closest(written, ['prompt', 'voice', 'image_url'])).toBe(meant)
})

test.each([
  ['image_url', 'image_input'],
  ['image_input_urls', 'image_input'],
  ['video_link', 'video_file'],
  ['audio_url', null],
  ['image', null],
])('of image_input, video_file and image_size %j means %j, for files go by many names', (written, meant) => {
  expect(closest(written, ['image_size', 'image_input', 'video_file'])).toBe(meant)
})

test('looks at no more than the beginning of a huge name', () => {
  expect(closest('x'.repeat(10_000_000), ['prompt', 'x'.repeat(64)])).toBe('x'.repeat(64))
})
