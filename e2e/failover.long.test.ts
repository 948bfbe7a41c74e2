import { afterEach, describe, expect, test } from '@jest/globals'
import { startPrivateCluster, startPrivateSentinel } from '@kiln/local'
import type { JobView } from '@kiln/contract'
import { audit } from './audit.ts'
import { call, ended, eventually, imageJob } from './client.ts'
import { behindSentinel, inCluster, PREFIX } from './stack-redis.ts'
import { startStack, type Stack } from './stack.ts'

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
}, 30_000)

async function ending<T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const started = await starting
  ends.push(() => started.stop())
  return started
}

/** Submits one job after the other until it is told to stop. */
function submitOnAndOn(stack: Stack) {
  const accepted: string[] = []
  const refused: number[] = []
  let stopped = false
  async function go(): Promise<void> {
    while (!stopped) {
      const job = imageJob(`job ${accepted.length} [sim: durationMs=2000]`)
      const { status, body } = await call<JobView>(stack, 'POST', '/v1/jobs', job)
      if (status === 202) accepted.push(body.id)
      else refused.push(status)
    }
  }
  const going = go()
  const reached = (count: number) =>
    eventually(
      async () => accepted.length,
      (now) => now >= count,
    )
  const stop = async () => {
    stopped = true
    await going
  }
  return { accepted, refused, reached, stop }
}

/** Paid, and on its way when the server dies. */
async function killInMidRun(stack: Stack, load: ReturnType<typeof submitOnAndOn>): Promise<void> {
  await load.reached(10)
  await eventually(
    async () => (await stack.books()).charges.length,
    (charges) => charges >= 5,
  )
  await stack.redis.kill('SIGKILL')
  await load.reached(load.accepted.length + 10)
  await load.stop()
}

async function judge(stack: Stack, { accepted, refused }: ReturnType<typeof submitOnAndOn>): Promise<void> {
  const jobs = await Promise.all(accepted.map((id) => ended(stack, id, 90_000)))
  expect(jobs.filter(({ state }) => state !== 'succeeded')).toEqual([])
  expect(refused.filter((status) => status !== 503)).toEqual([])
  await audit(stack, accepted)
}

const FAST = { KILN_SUBMIT_LIMIT: '400/10s' }

describe('the server that holds the installation dies and its replica takes over', () => {
  test('in a cluster: every job comes to its end, paid once, and an installation in another slot hears nothing of it', async () => {
    const cluster = await ending(startPrivateCluster({ replicaFor: PREFIX }))
    const mine = await inCluster(cluster)
    const holders = await Promise.all(['{a}', '{b}', '{c}'].map((prefix) => inCluster(cluster, prefix)))
    const at = holders.findIndex(({ directUrl }) => directUrl !== mine.directUrl)
    const other = { KILN_PREFIX: ['{a}', '{b}', '{c}'][at]! }
    const [first, second] = await Promise.all([
      ending(startStack({ redis: mine, workers: 2, env: FAST })),
      ending(startStack({ redis: holders[at]!, env: { ...FAST, ...other } })),
    ])
    const [load, elsewhere] = [submitOnAndOn(first), submitOnAndOn(second)]
    await killInMidRun(first, load)
    await elsewhere.stop()
    await judge(first, load)
    await judge(second, elsewhere)
    expect(elsewhere.refused).toEqual([])
  }, 150_000)

  test('behind Sentinel: every job comes to its end, paid once', async () => {
    const sentinel = await ending(startPrivateSentinel())
    const stack = await ending(startStack({ redis: behindSentinel(sentinel), workers: 2, env: FAST }))
    const load = submitOnAndOn(stack)
    await killInMidRun(stack, load)
    await judge(stack, load)
  }, 150_000)
})
