import type { Draw } from '../random.ts'
import type { Kind } from './kind.ts'

/** Fitted to recorded run times: images took 12-112 s, video 56-786 s, the median of all was 96 s. */
const RUN_TIMES: Record<Kind, { medianMs: number; spread: number; minMs: number }> = {
  image: { medianMs: 40_000, spread: 0.6, minMs: 8_000 },
  video: { medianMs: 110_000, spread: 0.7, minMs: 30_000 },
  audio: { medianMs: 25_000, spread: 0.5, minMs: 6_000 },
  text: { medianMs: 12_000, spread: 0.5, minMs: 3_000 },
}

const LONGEST_MS = 800_000

/** How long a task runs, in KIE's time: log-normal around the median of its kind. */
export function drawDurationMs(kind: Kind, draw: Draw, stream: string): number {
  const { medianMs, spread, minMs } = RUN_TIMES[kind]
  const drawn = medianMs * Math.exp(spread * drawNormal(draw, stream))
  return Math.round(Math.min(LONGEST_MS, Math.max(minMs, drawn)))
}

/** Box-Muller; 1 - u keeps the logarithm away from zero. */
function drawNormal(draw: Draw, stream: string): number {
  const radius = Math.sqrt(-2 * Math.log(1 - draw(stream, 'duration radius')))
  return radius * Math.cos(2 * Math.PI * draw(stream, 'duration angle'))
}

/** Most recorded tasks stayed `waiting` until they were done; some were `generating` from the first read. */
export function drawPendingStates(draw: Draw, stream: string): string[] {
  const u = draw(stream, 'states')
  if (u < 0.8) return ['waiting']
  return u < 0.95 ? ['generating'] : ['waiting', 'queuing', 'generating']
}
