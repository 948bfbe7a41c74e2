import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { BATCH_BODY_BYTES_MAX, BATCH_LINES_MAX, LINE_BYTES_MAX } from '@kiln/contract'
import { splitDocument, splitLines, unpack, type NumberedLine, type RawLine } from '@kiln/preflight'
import { breathe } from './breathe.ts'

/** How a body of lines calls itself. */
export const LINES_TYPE = /^application\/(?:x-ndjson|ndjson|x-jsonlines|jsonl)\s*(?:;|$)/i
/** unpack() sees by itself what is packed; these are the names that may stand there. */
export const LINES_CODING = /^(?:gzip|identity)?$/i

/** What a batch says of all of its lines, as it came; checked once it is needed. */
export type RawHead = Record<string, unknown>

/** A body on its way in. `lines` ends early where it turns out to be none; then `fault` says why. */
export interface BatchBody {
  lines: AsyncIterable<NumberedLine>
  /** Whole once the first line has come, but for what stands behind the lines and decides nothing. */
  head(): RawHead
  fault(): BodyFault | null
  /** Of every byte so far, unpacked. */
  fingerprint(): string
}

export type BodyFault = 'tooLarge' | 'brokenOff' | 'notJson' | 'headTooLong' | 'headTooLate'

/** Blank lines are skipped, and yet many millions of them are work. */
const ALL_LINES_MAX = 300_000
/** All together: what is longer is no name, budget and defaults. */
const HEAD_BYTES_MAX = 400_000
/** Jobs are kept back for fields that stand behind them, as long as they are few. */
const KEPT_BACK_BYTES = 1_048_576
/** What lines are judged by must be known before the first of them is. */
const JUDGED_BY = ['defaults', 'budget']

export function readBatchBody(
  request: IncomingMessage,
  isLines: boolean,
  /** What the query says; a document may say otherwise. */
  head: RawHead,
  /** What else one batch is told from another by. */
  identity: string,
  bytesMax = BATCH_BODY_BYTES_MAX,
): BatchBody {
  const hash = createHash('sha256').update(identity)
  const state: { fault: BodyFault | null } = { fault: null }
  const setFault = (fault: BodyFault) => void (state.fault ??= fault)

  async function* bounded(): AsyncGenerator<Uint8Array> {
    let left = bytesMax
    // The connection has to outlive this stream: an answer is still to go out on it.
    for await (const chunk of unpack(request.iterator({ destroyOnReturn: false }))) {
      left -= chunk.length
      if (left < 0) return setFault('tooLarge')
      hash.update(chunk)
      yield chunk
    }
  }

  const lines = isLines
    ? filledLines(splitLines(bounded(), LINE_BYTES_MAX), setFault)
    : jobsOf(bounded(), head, setFault)
  return {
    lines,
    head: () => head,
    fault: () => state.fault,
    fingerprint: () => hash.copy().digest('hex'),
  }
}

type SetFault = (fault: BodyFault) => void

/** The lines with something in them, until the source breaks off. */
async function* filledLines(lines: AsyncIterable<RawLine>, setFault: SetFault): AsyncGenerator<NumberedLine> {
  const rest = breathe()
  let line = 0
  for await (const raw of lines) {
    // Blank lines too: many thousands of them fit into one piece of a body.
    await rest()
    line += 1
    if (line > ALL_LINES_MAX) return setFault('tooLarge')
    if (raw.kind === 'brokenOff') return setFault('brokenOff')
    if (raw.kind !== 'text' || raw.text.trim() !== '') yield { raw, line }
  }
}

/** The jobs of a document as lines; its other fields become the head. */
async function* jobsOf(
  source: AsyncIterable<Uint8Array>,
  head: RawHead,
  setFault: SetFault,
): AsyncGenerator<NumberedLine> {
  const rest = breathe()
  let keptBack: NumberedLine[] = []
  let keptBytes = 0
  let headBytes = 0
  let line = 0
  let isLate = false
  for await (const part of splitDocument(source, { jobBytes: LINE_BYTES_MAX, fieldBytes: HEAD_BYTES_MAX })) {
    await rest()
    if (part.kind === 'notJson' || part.kind === 'brokenOff') return setFault(part.kind)
    if (part.kind === 'field') {
      if (isLate && JUDGED_BY.includes(part.name)) return setFault('headTooLate')
      headBytes += part.name.length + sizeOf(part.raw)
      if (headBytes > HEAD_BYTES_MAX) return setFault('headTooLong')
      const fault = readField(part.name, part.raw, head)
      if (fault !== null) return setFault(fault)
      continue
    }
    line += 1
    if (line > BATCH_LINES_MAX) return setFault('tooLarge')
    const job = { raw: part.raw, line }
    if (isLate) {
      yield job
      continue
    }
    keptBack.push(job)
    keptBytes += sizeOf(part.raw)
    if (keptBytes < KEPT_BACK_BYTES) continue
    isLate = true
    yield* restingBetween(keptBack)
    keptBack = []
  }
  yield* restingBetween(keptBack)
}

async function* restingBetween(lines: readonly NumberedLine[]): AsyncGenerator<NumberedLine> {
  const rest = breathe()
  for (const line of lines) {
    await rest()
    yield line
  }
}

/** What little there is around the text of a small one counts too. */
const OWN_BYTES = 100

function sizeOf(raw: RawLine): number {
  return OWN_BYTES + (raw.kind === 'text' ? raw.text.length : 0)
}

function readField(name: string, raw: RawLine, head: RawHead): BodyFault | null {
  if (raw.kind === 'tooLong') return 'headTooLong'
  if (raw.kind !== 'text') return 'notJson'
  try {
    Object.defineProperty(head, name, { value: JSON.parse(raw.text), enumerable: true, configurable: true })
    return null
  } catch {
    return 'notJson'
  }
}
