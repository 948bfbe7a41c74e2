import type { JobBody } from '@kiln/contract'

/** A job of a batch; what stands in `defaults` may be left out. */
export type BatchJob = { [Field in keyof JobBody]?: JobBody[Field] | undefined }

/** Bytes or text as they are: NDJSON, a job a line, packed with gzip or not. */
type Raw = Uint8Array | string

type Items = Iterable<BatchJob> | AsyncIterable<BatchJob | Raw>

/**
 * Where a batch comes from: an array of jobs, the path of an NDJSON file, any iterable of jobs, a stream of
 * NDJSON, or a function that begins one of these anew.
 */
export type BatchSource = readonly BatchJob[] | string | URL | Items | (() => Items)

/** Big enough that a hundred thousand small lines are not as many chunks. */
const CHUNK_CHARACTERS = 65_536

const encoder = new TextEncoder()

/** The bytes of a batch from its beginning: a new line behind each job, raw pieces as they come. */
export async function* readSource(source: BatchSource): AsyncGenerator<Uint8Array, undefined> {
  let lines = ''
  for await (const item of await begin(source)) {
    if (item instanceof Uint8Array) {
      if (lines !== '') yield encoder.encode(lines)
      lines = ''
      yield item
      continue
    }
    lines += typeof item === 'string' ? item : `${JSON.stringify(item)}\n`
    if (lines.length < CHUNK_CHARACTERS) continue
    yield encoder.encode(lines)
    lines = ''
  }
  if (lines !== '') yield encoder.encode(lines)
}

/** Whether it can be read twice. Of an iterable that is not known, so it is not tried. */
export function canRewind(source: BatchSource): boolean {
  return Array.isArray(source) || isPath(source) || typeof source === 'function'
}

async function begin(source: BatchSource): Promise<Items> {
  if (typeof source === 'function') return source()
  if (!isPath(source)) return source
  const { createReadStream } = await import('node:fs')
  return createReadStream(source) as AsyncIterable<Uint8Array>
}

const isPath = (source: BatchSource) => typeof source === 'string' || source instanceof URL
