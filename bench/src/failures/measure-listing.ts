import { randomBytes } from 'node:crypto'
import type { Ledger } from '@kiln/ledger'
import type { Redis } from 'ioredis'
import type { Section } from '../benchmark.ts'
import { spreadOf } from '../spread.ts'
import { ledgerOf, TENANT } from './fill-ledger.ts'

/** What Redis is asked to remember: all that took it longer. */
const SLOW_US = 100
const REMEMBERED = 100_000
/** After so long a worker claims it anew. */
const TURN_MS = 1_000

/** A cancel of all that waits makes its list, as a worker does it; nothing is canceled. */
export async function measureListing(
  redis: Redis,
  { jobs, failures, rounds }: { jobs: number; failures: number; rounds: number },
  tell: (progress: string) => void,
): Promise<Section> {
  tell('the list of a cancel')
  const ledger = ledgerOf(redis)
  await redis.config('SET', 'slowlog-log-slower-than', String(SLOW_US))
  await redis.config('SET', 'slowlog-max-len', String(REMEMBERED))
  const whole: number[] = []
  const slices: number[] = []
  const scripts: number[] = []
  for (let round = 0; round < rounds; round++) {
    await redis.slowlog('RESET')
    const began = performance.now()
    const found = await list(ledger, (ms) => slices.push(ms))
    whole.push(performance.now() - began)
    if (found !== jobs - failures) throw new Error(`${found} are on the list`)
    scripts.push(...(await scriptTimes(redis)))
  }
  return {
    title: `the list of a cancel of ${jobs - failures} jobs, made by one worker`,
    figures: [
      { name: 'until it is whole', unit: 'ms', spread: spreadOf(whole) },
      { name: 'one slice, there and back', unit: 'ms', spread: spreadOf(slices) },
      { name: 'Redis busy with one script', unit: 'ms', spread: spreadOf(scripts) },
      { name: 'the longest of them', unit: 'ms', spread: spreadOf([Math.max(...scripts)]), goal: '< 5 ms' },
    ],
  }
}

async function list({ bulk }: Ledger, onSlice: (ms: number) => void): Promise<number> {
  const key = { keyHash: randomBytes(8).toString('hex'), fingerprint: 'bench', ttlMs: 60_000 }
  const filter = { state: 'queued' } as const
  const made = await bulk.create({ act: 'cancel', tenant: TENANT, by: 'bench', filter, limit: null }, key)
  if (made.kind === 'conflict') throw new Error('conflict')
  const { id } = made.bulk
  let isWhole = false
  while (!isWhole) {
    const claimed = await bulk.claim('cancel', 1)
    if (claimed?.bulk.id !== id) throw new Error('another act has the lane')
    const began = performance.now()
    while (!isWhole && performance.now() - began < TURN_MS) {
      const asked = performance.now()
      isWhole = (await bulk.enlist(id, claimed.lease)) === 'whole'
      onSlice(performance.now() - asked)
    }
    await bulk.note(id, claimed.lease, { againInMs: 0 })
  }
  const found = (await bulk.read(id))!.found
  await bulk.abort(id, 'bench')
  return found
}

async function scriptTimes(redis: Redis): Promise<number[]> {
  const rows = (await redis.slowlog('GET', REMEMBERED)) as [number, number, number, string[]][]
  return rows.filter(([, , , [command]]) => /^EVAL/i.test(command ?? '')).map(([, , us]) => us / 1_000)
}
