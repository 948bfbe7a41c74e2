import { setTimeout as sleep } from 'node:timers/promises'
import { quantile } from '../spread.ts'
import type { Waits } from './ask-meanwhile.ts'

/** A process of its own: what sends the batch, and makes its lines, keeps no answer waiting here. */
const ASK_EVERY_MS = 10
const url = process.env['ASK_URL']!
const took: number[] = []
let stopped = false
process.once('SIGTERM', () => (stopped = true))

console.log(JSON.stringify({ event: 'working' }))
while (!stopped) {
  const began = performance.now()
  // A connection that was kept open may be closed the moment it is used: then the next one counts.
  const answer = await fetch(url).catch(() => fetch(url))
  await answer.text()
  if (!answer.ok) throw new Error(`GET ${url} answered ${answer.status}`)
  took.push(performance.now() - began)
  await sleep(ASK_EVERY_MS)
}
const waits: Waits = {
  asked: took.length,
  medianMs: quantile(took, 0.5),
  p99Ms: quantile(took, 0.99),
  mostMs: Math.max(...took),
}
console.log(JSON.stringify(waits))
