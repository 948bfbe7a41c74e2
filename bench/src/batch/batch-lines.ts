/** Lines that are all different, each of so many bytes, as one stream that is made while it is read. */
export function* batchLines(lines: number, bytes: number): Generator<string> {
  const filler = 'embers in the dark '.repeat(Math.ceil(bytes / 19))
  for (let n = 1; n <= lines; n++) {
    const head = `{"customId":"shot-${n}","model":"nano-banana-2","input":{"prompt":"take ${n} `
    yield `${head}${filler.slice(0, bytes - head.length - 4)}"}}\n`
  }
}

const CHUNK = 64 * 1024

/** The same in pieces of the size in which a socket hands them on. */
export function* inChunks(lines: Iterable<string>): Generator<Buffer> {
  let text = ''
  for (const line of lines) {
    text += line
    if (text.length < CHUNK) continue
    yield Buffer.from(text)
    text = ''
  }
  yield Buffer.from(text)
}
