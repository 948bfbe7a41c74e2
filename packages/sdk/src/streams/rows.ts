import { KilnProblem, parse, unreadable } from '../problem.ts'

/** Thrown where a stream of rows ends before its end: what was read is good, the rest can be asked for. */
export class StreamBroken extends Error {
  override readonly name = 'StreamBroken'
}

/** The rows of an NDJSON body. A last line without its line break is one that broke off. */
export async function* readRows<T>(response: Response): AsyncGenerator<T, undefined> {
  let rest = ''
  try {
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (line.trim() !== '') yield rowOf(line, response.url) as T
      }
    }
  } catch (error) {
    throw error instanceof KilnProblem ? error : new StreamBroken('the stream broke off', { cause: error })
  }
  if (rest.trim() !== '') throw new StreamBroken('the stream ended in the middle of a line')
}

function rowOf(line: string, url: string): unknown {
  const row = parse(line)
  if (row === undefined) throw unreadable(url, 'a line that is not JSON')
  return row
}
