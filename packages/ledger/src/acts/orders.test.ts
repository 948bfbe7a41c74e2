import { describe, expect, test } from '@jest/globals'
import { isEnded, STATE_NAMES, type State } from '@kiln/lifecycle'
import fc from 'fast-check'
import { ledgerUnderTest, newJob } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import {
  ANSWERS,
  bind,
  bringTo,
  callback,
  cancel,
  CREDITS,
  FATES,
  kieGoesOn,
  requeue,
  STARTS,
  sweep,
  watcher,
  worker,
  writeOff,
  type Step,
  type World,
} from './orders.test.kit.ts'

const own = usePrivateRedis()

type Actor = (world: World) => Step[]

const named = (label: string, actor: Actor) => ({ label, actor })
const submits = fc
  .record({ answer: fc.constantFrom(...ANSWERS), fate: fc.constantFrom(...FATES) })
  .map(({ answer, fate }) => named(`submit(${answer}, ${fate})`, (world) => worker(world, answer, fate)))
const weighed = (weight: number, arbitrary: fc.Arbitrary<{ label: string; actor: Actor }>) => ({
  weight,
  arbitrary,
})
const others = fc.oneof(
  weighed(
    2,
    fc.nat(3).map((nth) => named(`callback(${nth})`, (world) => callback(world, nth))),
  ),
  weighed(
    4,
    fc.boolean().map((limit) => named(limit ? 'limit' : 'read', (world) => watcher(world, limit))),
  ),
  weighed(3, fc.constant(named('KIE goes on', kieGoesOn))),
  weighed(1, fc.constant(named('sweep', sweep))),
  weighed(1, fc.constant(named('cancel', (world) => cancel(world, 'owner')))),
  weighed(
    4,
    fc.record({ confirmed: fc.boolean(), silent: fc.boolean() }).map(({ confirmed, silent }) => {
      const label = `requeue(${confirmed ? 'confirmed' : 'plain'}${silent ? ', KIE is silent' : ''})`
      return named(label, (world) => requeue(world, 'operator', confirmed, silent))
    }),
  ),
  weighed(
    1,
    fc.nat(3).map((nth) => named(`bind(${nth})`, (world) => bind(world, 'operator', nth))),
  ),
  weighed(1, fc.constant(named('write off', (world) => writeOff(world, 'operator')))),
)
/** Several workers, since a doorbell may ring more than once, and everybody else among them. */
const casts = fc
  .tuple(fc.array(submits, { minLength: 1, maxLength: 4 }), fc.array(others, { minLength: 3, maxLength: 14 }))
  .map(([workers, rest]) => [...workers, ...rest])

const starts = fc.record({
  start: fc.constantFrom(...STARTS),
  fate: fc.constantFrom(...FATES),
  retries: fc.nat(1),
})

const RUNS = Number(process.env['KILN_PROPERTY_RUNS'] ?? 80)
const ENOUGH_TO_SEE_ALL = 2_000

interface Row {
  attempt: number
  event: string
  to: State
}

async function outboxOf({ prefix }: World): Promise<Row[]> {
  const rows = await own.redis.xrange(`${prefix}:outbox`, '-', '+')
  return rows.map(([, fields]) => {
    const told = new Map(fields.flatMap((name, i) => (i % 2 === 0 ? [[name, fields[i + 1]!] as const] : [])))
    return { attempt: Number(told.get('attempt')), event: told.get('event')!, to: told.get('to') as State }
  })
}

/** What is promised, whatever came in whatever order. */
async function checkPromises(world: World): Promise<void> {
  const { ledger, jobId, prefix, tasks, done } = world
  const [found, audit, timeline, rows, figures, indexes] = await Promise.all([
    ledger.read(jobId),
    ledger.audit(100),
    ledger.timeline(jobId),
    outboxOf(world),
    ledger.figures(),
    Promise.all(STATE_NAMES.map((state) => own.redis.zrange(`${prefix}:state:${state}`, 0, '-1'))),
  ])
  const job = found!
  const acted = (...acts: string[]) => audit.filter(({ act }) => acts.includes(act))

  // One charge: the first, the retries that its caller allowed, and each new attempt that a person asked for.
  expect(job.retriesUsed).toBeLessThanOrEqual(job.retries)
  expect(tasks.length).toBeLessThanOrEqual(1 + job.retriesUsed + acted('requeue').length)

  // One verdict for each attempt, one more for each time that a person opened it again; one outbox row for each.
  const outbox = rows.filter(({ to }) => isEnded(to))
  const verdicts = outbox.filter(({ event }) => event !== 'rescued')
  const reopened = acted('requeue', 'resume')
  for (const { attempt } of verdicts) {
    const allowed = 1 + reopened.filter((row) => row.attempt === attempt).length
    expect(verdicts.filter((row) => row.attempt === attempt).length).toBeLessThanOrEqual(allowed)
  }
  const told = timeline.filter(
    ({ event, from, to }) => event === 'rescued' || (to && isEnded(to) && from !== to),
  )
  expect(outbox.map(({ event }) => event)).toEqual(told.map(({ event }) => event))

  // Nothing lost: the job is in one state, and its index says the same.
  const { accepted, states, credits } = figures
  expect(Object.values(states).reduce((sum, count) => sum + count, 0)).toBe(accepted)
  expect(indexes).toEqual(STATE_NAMES.map((state) => (state === job.state ? [jobId] : [])))

  // True words: a success has a task that KIE finished, and what is charged is what is booked.
  if (job.state === 'succeeded') {
    const task = tasks.find(({ id }) => id === job.taskId)
    expect(['success', 'flips', 'wavers', 'gone']).toContain(task?.fate)
    expect(task?.age).toBeGreaterThan(0)
  }
  if (isEnded(job.state)) {
    const booked = credits.reduce((sum, row) => sum + row.credits, 0)
    expect(booked).toBe(job.creditsCharged ?? 0)
  }

  // Every act stands in the audit once.
  const moved = done.filter(({ kind }) => kind === 'done').length
  expect(audit.length - acted('cancel').length).toBe(moved)
}

describe('whatever comes in whatever order', () => {
  test(
    'one job keeps every promise',
    async () => {
      const seen = { acts: new Set<string>(), states: new Set<State>() }
      await fc.assert(
        fc.asyncProperty(casts, starts, fc.scheduler(), async (cast, { start, fate, retries }, scheduler) => {
          const under = ledgerUnderTest(own.redis, {
            createTimeoutMs: 0,
            intentGraceMs: 0,
            unconfirmedHorizonMs: 0,
          })
          const job = newJob({ retries, ceiling: CREDITS, quoted: { min: CREDITS, max: CREDITS } })
          await under.ledger.accept(job, null)
          const secretOf = async (attempt: number) =>
            (await own.redis.hget(`${under.prefix}:job:${job.id}`, `secret:${attempt}`)) ?? ''
          const world: World = { ...under, jobId: job.id, tasks: [], done: [], begins: 0, secretOf }
          await bringTo(world, start, fate)
          const sequences = cast.map(({ label, actor }) =>
            scheduler.scheduleSequence(
              actor(world).map((step, n) => ({ label: `${label} ${n + 1}`, builder: step })),
            ),
          )
          await scheduler.waitIdle()
          for (const { task } of sequences) expect(await task).toMatchObject({ faulty: false })
          await checkPromises(world)
          for (const { act } of await under.ledger.audit(100)) seen.acts.add(act)
          seen.states.add((await under.ledger.read(job.id))!.state)
        }),
        { numRuns: RUNS },
      )
      // The orders are worth something only if they lead everywhere; a few hundred may miss a corner.
      if (RUNS < ENOUGH_TO_SEE_ALL) return
      expect([...seen.acts].toSorted()).toEqual(['adopt', 'bind', 'cancel', 'requeue', 'resume', 'writeOff'])
      expect(seen.states.size).toBeGreaterThanOrEqual(STATE_NAMES.length - 1)
    },
    Math.max(120_000, RUNS * 400),
  )
})
