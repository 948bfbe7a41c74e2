/** An event of this size is none of kiln's. */
const LONGEST_CHARACTERS = 1_000_000

/** The data of server-sent events, as text; ends early where it is no such stream. `onSign` hears of every byte. */
export async function* readEvents(
  body: AsyncIterable<Uint8Array>,
  onSign: () => void,
): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder()
  let rest = ''
  let data: string[] = []
  let size = 0
  for await (const chunk of body) {
    onSign()
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines.map((one) => one.replace(/\r$/, ''))) {
      if (line === '') {
        if (data.length > 0) yield data.join('\n')
        data = []
        size = 0
      } else if (line.startsWith('data:')) {
        data.push(line.slice(5).replace(/^ /, ''))
        size += line.length
      }
    }
    if (size + rest.length > LONGEST_CHARACTERS) return
  }
}
