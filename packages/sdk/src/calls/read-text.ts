/** Far more than any answer that is not streamed: its sender is no kiln, or something between is broken. */
const MOST_BYTES = 64 * 1024 * 1024

/** The text of an answer; null of one that is longer than any of kiln's. */
export async function readText({ body }: Response): Promise<string | null> {
  if (body === null) return ''
  const reader = body.getReader()
  const decoder = new TextDecoder()
  const parts: string[] = []
  for (let bytes = 0; ;) {
    const { done, value } = await reader.read()
    if (done) return parts.join('') + decoder.decode()
    bytes += value.length
    if (bytes > MOST_BYTES) {
      await reader.cancel()
      return null
    }
    parts.push(decoder.decode(value, { stream: true }))
  }
}
