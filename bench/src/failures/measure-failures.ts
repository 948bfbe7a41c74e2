import { startApi, startPrivateRedis } from '@kiln/local'
import { Redis } from 'ioredis'
import type { Figure, Section } from '../benchmark.ts'
import { spreadOf } from '../spread.ts'
import { fillLedger } from './fill-ledger.ts'
import { measureListing } from './measure-listing.ts'

interface Size {
  jobs: number
  failures: number
  rounds: number
}

const DRY = { dryRun: true }
/** Everything that has ever failed. */
const ALL = { since: '2020-01-01T00:00:00Z' }

/** One API in a process of its own over one Redis, asked by HTTP; nothing runs beside it. */
export async function measureFailures(size: Size, tell: (progress: string) => void): Promise<Section[]> {
  const server = await startPrivateRedis({ kind: 'real' })
  const redis = new Redis(server.url)
  try {
    // Filled without a sync for each write, and measured with one.
    await redis.config('SET', 'appendfsync', 'no')
    await fillLedger(redis, size, tell)
    await redis.config('SET', 'appendfsync', 'always')
    const api = await startApi({ env: { PORT: '0', REDIS_URL: server.url, KILN_REDIS_CONTRACT: 'checked' } })
    try {
      return [await measureCalls(api.url, size, tell), await measureListing(redis, size, tell)]
    } finally {
      await api.stop()
    }
  } finally {
    redis.disconnect()
    await server.stop()
  }
}

async function measureCalls(url: string, { jobs, failures, rounds }: Size, tell: (progress: string) => void) {
  const { failures: groups } = (await ask(url, '/v1/failures')) as {
    failures: { cause: string; count: number }[]
  }
  const counted = groups.reduce((sum, { count }) => sum + count, 0)
  if (groups.length !== 4 || counted !== failures) throw new Error(`the groups are ${JSON.stringify(groups)}`)
  const { cause } = groups[0]!
  const plan = (await ask(url, '/v1/requeues', { filter: ALL, ...DRY })) as { eligible: number }
  if (plan.eligible !== failures) throw new Error(`the plan is ${JSON.stringify(plan)}`)

  const calls: [name: string, goal: string | null, path: string, body?: object][] = [
    ['groups, newest first', '< 100 ms', '/v1/failures'],
    ['groups, biggest first', '< 100 ms', '/v1/failures?order=biggest'],
    ['groups of one class', '< 100 ms', '/v1/failures?class=generationFailed'],
    ['plan of all', '< 300 ms', '/v1/requeues', { filter: ALL, ...DRY }],
    ['plan of one cause', '< 300 ms', '/v1/requeues', { filter: { cause }, ...DRY }],
    ['jobs of one cause', null, `/v1/jobs?cause=${cause}`],
    ['requeue of all begun', null, '/v1/requeues', { filter: ALL, stopAfter: 0 }],
    ['plan of canceling all that waits', null, '/v1/cancels', { filter: { state: 'queued' }, ...DRY }],
    ['cancel of all that waits begun', null, '/v1/cancels', { filter: { state: 'queued' } }],
  ]
  const figures: Figure[] = []
  for (const [name, goal, path, body] of calls) {
    tell(name)
    const times: number[] = []
    for (let round = 0; round < rounds; round++) {
      const began = performance.now()
      const answer = (await ask(url, path, body)) as { links?: { abort?: string } }
      times.push(performance.now() - began)
      // Its list is as long as all jobs.
      if (answer.links?.abort) await ask(url, answer.links.abort, {})
    }
    figures.push({ name, unit: 'ms', spread: spreadOf(times), ...(goal !== null && { goal }) })
  }
  return { title: `${failures} failures of 4 kinds among ${jobs} jobs`, figures }
}

async function ask(url: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${url}${path}`, {
    ...(body && {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `bench-${performance.now()}` },
      body: JSON.stringify(body),
    }),
  })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
  return answer.json()
}
