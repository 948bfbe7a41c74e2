import { randomBytes } from 'node:crypto'
import { createLedger, type Ledger } from '@kiln/ledger'
import { pricedJob } from '@kiln/ledger/testing'
import type { Failure } from '@kiln/lifecycle'
import { atOnce } from '@kiln/local'
import type { Redis } from 'ioredis'
import { UNPACED } from '../unpaced.ts'

const PREFIX = '{kiln}'
export const TENANT = 'local'
const AT_ONCE = 100

/** What a message tells differs from job to job; the cause does not. */
const KINDS: readonly ((n: number) => Failure)[] = [
  (n) => failure('generationFailed', '501', `worker ${n} gave up after ${n % 60} s`),
  (n) => failure('contentRefused', '422', `the prompt "take ${n}" was flagged`),
  (n) => failure('inputUnreachable', '400', `could not load https://files.example/${n}.png`),
  (n) => failure('upstreamTimeout', '408', `task ${randomBytes(16).toString('hex')} timed out, ${n} waiting`),
]
const failure = (failureClass: Failure['class'], code: string, message: string): Failure => ({
  class: failureClass,
  code,
  message,
  charged: 'no',
})

export const ledgerOf = (redis: Redis): Ledger => createLedger(redis, PREFIX, LIMITS)

/** Every job goes through the ledger's own scripts; what does not fail waits. */
export async function fillLedger(
  redis: Redis,
  { jobs, failures }: { jobs: number; failures: number },
  tell: (progress: string) => void,
): Promise<void> {
  const ledger = ledgerOf(redis)
  await ledger.identify()
  tell(`${failures} jobs fail`)
  await accept(ledger, failures)
  for (let n = 0; n < failures;) {
    const { rings } = await ledger.feed()
    const first = n
    await atOnce(
      AT_ONCE,
      rings.map(({ id }, at) => ({ id, n: first + at })),
      (job) => fail(ledger, job),
    )
    n += rings.length
  }
  tell(`${jobs - failures} jobs wait`)
  await accept(ledger, jobs - failures)
}

async function fail(ledger: Ledger, { id, n }: { id: string; n: number }): Promise<void> {
  await ledger.begin(id, 'a-secret')
  const taskId = `task-${n}`
  await ledger.recordAnswer({ id, attempt: 1 }, { event: 'bound', taskId }, {})
  const decision = { event: 'failed', failure: KINDS[n % KINDS.length]!(n), creditsConsumed: 0 } as const
  const evidence = { ok: true, askedAt: 0, hold: null }
  await ledger.recordRead(
    { id, attempt: 1, taskId, hintsSeen: 0 },
    { decision, evidence, now: 0, detail: null },
  )
}

async function accept(ledger: Ledger, count: number): Promise<void> {
  await atOnce(AT_ONCE, Array.from({ length: count }), () =>
    ledger.accept(pricedJob({ tenant: TENANT }), null),
  )
}

/** No model is held for its failures. */
const LIMITS = { ...UNPACED, gateProbeMs: 0 }
