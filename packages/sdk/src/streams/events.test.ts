import { expect, test } from '@jest/globals'
import { readEvents } from './events.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

async function* cutEvery(size: number, text: string): AsyncGenerator<Uint8Array> {
  const all = bytes(text)
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size)
}

async function collect(body: AsyncIterable<Uint8Array>): Promise<{ told: string[]; signs: number }> {
  const told: string[] = []
  let signs = 0
  for await (const data of readEvents(body, () => (signs += 1))) told.push(data)
  return { told, signs }
}

const TEXT =
  'event: progress\ndata: {"a":"é"}\n\n: still here\n\nretry: 5\r\ndata: one\r\ndata:two\r\n\r\n\ndata: cut off\n'

test.each([1, 3, 1_000])('events are whole however the bytes are cut, here by %d', async (size) => {
  const { told, signs } = await collect(cutEvery(size, TEXT))
  expect(told).toEqual(['{"a":"é"}', 'one\ntwo'])
  expect(signs).toBe(Math.ceil(bytes(TEXT).length / size))
})

test.each([
  ['a line', 'x'],
  ['an event', 'data: x\n'],
])('%s without an end is not read for ever', async (_what, piece) => {
  let read = 0
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      read += 1
      yield bytes(piece.repeat(10_000))
    }
  }
  expect((await collect(endless())).told).toEqual([])
  expect(read).toBeLessThan(200)
})
