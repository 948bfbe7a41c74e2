import { describe, expect, test } from '@jest/globals'
import { readRows, StreamBroken } from './rows.ts'

function answerOf(pieces: (Uint8Array | Error)[]): Response {
  const left = [...pieces]
  return new Response(
    new ReadableStream<Uint8Array>({
      pull(control) {
        const piece = left.shift()
        if (piece === undefined) control.close()
        else if (piece instanceof Error) control.error(piece)
        else control.enqueue(piece)
      },
    }),
  )
}

async function collect(response: Response): Promise<unknown[]> {
  const rows: unknown[] = []
  try {
    for await (const row of readRows(response)) rows.push(row)
  } catch (error) {
    rows.push(error instanceof StreamBroken ? 'broken' : (error as { code: string }).code)
  }
  return rows
}

const bytes = (text: string) => new TextEncoder().encode(text)
const TEXT = '{"line":1,"a":"\u00e9"}\n\n{"line":2,"a":"\u{1f98a}"}\n'

describe('rows of a stream', () => {
  test.each([1, 3, 1000])('are whole however the bytes are cut, here by %d', async (size) => {
    const all = bytes(TEXT)
    const pieces = Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
      all.subarray(at * size, (at + 1) * size),
    )
    expect(await collect(answerOf(pieces))).toEqual([
      { line: 1, a: '\u00e9' },
      { line: 2, a: '\u{1f98a}' },
    ])
  })

  test.each<[string, (Uint8Array | Error)[], unknown[]]>([
    ['an error of the connection', [bytes('{"line":1}\n{"li'), new Error('reset')], [{ line: 1 }, 'broken']],
    ['an end in the middle of a line', [bytes('{"line":1}\n{"line":2}')], [{ line: 1 }, 'broken']],
    ['a line that is not JSON', [bytes('{"line":1}\n<html>\n')], [{ line: 1 }, 'answerUnreadable']],
    ['nothing', [], []],
  ])('end after %s with what came before it', async (_what, pieces, expected) => {
    expect(await collect(answerOf(pieces))).toEqual(expected)
  })
})
