import type { ReceiptWait } from '@kiln/contract'
import type { TimelineEntry } from '@kiln/ledger'
import { renderTime, renderTimeOrNull } from '../show-job/render-time.ts'

type HeldBy = ReceiptWait['gates'][number]

/** Each time it stood in the queue, from its entry to the next time it left; `now` for one that still stands there. */
export function waitsOf(timeline: readonly TimelineEntry[], now: number): ReceiptWait[] {
  const waits: ReceiptWait[] = []
  let entered: number | null = null
  let inside: TimelineEntry[] = []
  for (const entry of timeline) {
    if (entered !== null && entry.from === 'queued' && entry.to !== 'queued') {
      waits.push(waitOf(inside, entered, entry.at))
      entered = null
    } else if (entry.to === 'queued') {
      entered = entry.at
      inside = []
    } else {
      inside.push(entry)
    }
  }
  if (entered !== null) waits.push({ ...waitOf(inside, entered, now), until: null })
  return waits
}

function waitOf(inside: readonly TimelineEntry[], since: number, until: number): ReceiptWait {
  const held = inside.filter(({ event }) => event === 'held').map(heldBy)
  const known = new Set(held.map(({ gate }) => gate))
  const told = inside.filter(({ event }) => event === 'waited')
  const gates = [
    ...held,
    // It was told to wait for one gate until it was told of another.
    ...told
      .map((entry, i) => gateFrom(entry, told[i + 1]?.at ?? until))
      .filter(({ gate }) => !known.has(gate)),
  ]
  return { since: renderTime(since), until: renderTime(until), ms: until - since, gates }
}

function heldBy({ at, detail = {} }: TimelineEntry): HeldBy {
  const since = numberOr(detail['since'], at)
  const until = numberOr(detail['till'], at)
  return {
    gate: String(detail['gate'] ?? ''),
    since: renderTime(since),
    until: renderTimeOrNull(until),
    ms: until - since,
    cause: detail['cause'] === undefined ? null : String(detail['cause']),
  }
}

function gateFrom({ at, detail = {} }: TimelineEntry, until: number): HeldBy {
  return {
    gate: String(detail['gate'] ?? ''),
    since: renderTime(at),
    until: renderTime(until),
    ms: Math.max(0, until - at),
    cause: null,
  }
}

const numberOr = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise)
