import { randomBytes } from 'node:crypto'
import { atOnce } from '@kiln/local'
import { createLedger, type Ledger } from '@kiln/ledger'
import { pricedJob } from '@kiln/ledger/testing'
import type { Redis } from 'ioredis'
import { UNPACED } from '../unpaced.ts'

export const PREFIX = '{kiln}'
const MODEL = 'nano-banana-2'
const DAY_MS = 86_400_000
/** First reads are spread over so long, as those of tasks that were made one after the other. */
const SPREAD_MS = 10_000
const AT_ONCE = 50

/** The ledger as the worker will find it: so many tasks run, and so many jobs wait. */
export async function fillInstallation(
  redis: Redis,
  kieUrl: string,
  { running, waiting }: { running: number; waiting: number },
): Promise<void> {
  const ledger = createLedger(redis, PREFIX, UNPACED)
  await ledger.identify()
  await accept(ledger, running)
  let begun = 0
  while (begun < running) {
    const { rings } = await ledger.feed()
    await atOnce(AT_ONCE, rings, ({ id }) => startTask(ledger, kieUrl, id))
    begun += rings.length
  }
  await accept(ledger, waiting)
}

async function accept(ledger: Ledger, count: number): Promise<void> {
  await atOnce(AT_ONCE, Array.from({ length: count }), () =>
    ledger.accept(pricedJob({ tenant: 'bench', model: MODEL }), null),
  )
}

async function startTask(ledger: Ledger, kieUrl: string, id: string): Promise<void> {
  await ledger.begin(id, randomBytes(16).toString('base64url'))
  const response = await fetch(`${kieUrl}/api/v1/jobs/createTask`, {
    method: 'POST',
    headers: { authorization: 'Bearer any', 'content-type': 'application/json' },
    body: JSON.stringify({ model: MODEL, input: { prompt: `a long one [sim: durationMs=${DAY_MS}]` } }),
  })
  const { data } = (await response.json()) as { data: { taskId: string } }
  const answered = { id, attempt: 1, firstReadMs: Math.round(Math.random() * SPREAD_MS) }
  await ledger.recordAnswer(answered, { event: 'bound', taskId: data.taskId }, {})
}
