import { describe, expect, test } from '@jest/globals'
import type { SubmitDecision } from '@kiln/lifecycle'
import { begun, ledgerUnderTest, newJob, type LedgerUnderTest } from '../testing/ledger-under-test.ts'
import { closedNames, MODEL_FAILED as failure, noCredits } from '../testing/gates.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'

const own = usePrivateRedis()

const quoted = (credits: number) => ({ min: credits, max: credits })

const storedGate = async ({ prefix }: LedgerUnderTest, name: string) =>
  JSON.parse((await own.redis.hget(`${prefix}:gates`, name))!) as object

async function outOfCredits() {
  const under = ledgerUnderTest(own.redis, { creditProbeMs: 600_000 })
  const call = await begun(under.ledger, { quoted: quoted(50) })
  await under.ledger.recordAnswer(call, noCredits(0), {})
  return under
}

describe('while credits have run out', () => {
  test('a job goes as a probe that the balance can pay for, from whichever lane', async () => {
    const under = await outOfCredits()
    const [dear, cheap] = [
      newJob({ tenant: 'a', quoted: quoted(50) }),
      newJob({ tenant: 'b', quoted: quoted(5) }),
    ]
    await under.ledger.accept(dear, null)
    await under.ledger.accept(cheap, null)
    await under.ledger.noteBalance(8)
    expect((await under.ledger.feed()).rings.map(({ id }) => id)).toEqual([cheap.id])
  })

  test('nothing goes while the balance pays for nothing, and a rise lets a job try at once', async () => {
    const under = await outOfCredits()
    await under.ledger.accept(newJob({ quoted: quoted(5) }), null)
    await under.ledger.noteBalance(3)
    expect((await under.ledger.feed()).rings).toEqual([])
    await own.redis.hset(
      `${under.prefix}:gates`,
      'credits',
      JSON.stringify({ ...(await storedGate(under, 'credits')), untilAt: Date.now() + 600_000 }),
    )
    await under.ledger.noteBalance(1_000)
    expect((await under.ledger.feed()).rings).toHaveLength(1)
  })

  test('without a look at the balance since, one job tries', async () => {
    const under = await outOfCredits()
    await under.ledger.accept(newJob({ quoted: quoted(5) }), null)
    expect((await under.ledger.feed()).rings).toHaveLength(1)
  })

  test('a dear job waits for the balance even when the gate is open, and says so; cheap ones go on', async () => {
    const under = await outOfCredits()
    const [first, dear, cheap] = [
      newJob({ tenant: 'a', quoted: quoted(1) }),
      newJob({ tenant: 'b', quoted: quoted(500) }),
      newJob({ tenant: 'c', quoted: quoted(1) }),
    ]
    await under.ledger.accept(first, null)
    await under.ledger.noteBalance(200)
    await under.ledger.feed()
    await under.ledger.begin(first.id, 's')
    await under.ledger.recordAnswer({ id: first.id, attempt: 1 }, { event: 'bound', taskId: 't' }, {})
    expect(await closedNames(under)).toEqual([])
    await own.redis.hdel(`${under.prefix}:pace`, 'slowStart')
    await under.ledger.accept(dear, null)
    await under.ledger.accept(cheap, null)
    const fed = (await under.ledger.feed()).rings.map(({ id }) => id)
    expect([fed.includes(cheap.id), fed.includes(dear.id)]).toEqual([true, false])
    expect((await under.ledger.waitingFor([(await under.ledger.read(dear.id))!])).get(dear.id)).toMatchObject(
      {
        gate: 'credits',
        reason: { kind: 'creditsShort' },
        until: null,
      },
    )
    await under.ledger.noteBalance(900)
    expect((await under.ledger.feed()).rings.map(({ id }) => id)).toContain(dear.id)
  })

  test('a look at the balance that is old stops nobody', async () => {
    const under = ledgerUnderTest(own.redis, { creditProbeMs: 10 })
    const call = await begun(under.ledger, { quoted: quoted(50) })
    await under.ledger.recordAnswer(call, noCredits(0), {})
    await under.ledger.noteBalance(3)
    await under.ledger.accept(newJob({ quoted: quoted(50) }), null)
    let rings = (await under.ledger.feed()).rings
    while (rings.length === 0) ({ rings } = await under.ledger.feed())
    expect(rings.length).toBeGreaterThan(0)
  })

  test('one more job tries after one that was refused for its own fault, and no third', async () => {
    const under = await outOfCredits()
    for (let i = 0; i < 5; i++) await under.ledger.accept(newJob({ tenant: `t${i}` }), null)
    const refused: SubmitDecision = { event: 'rejected', failure, gate: null }
    let tries = 0
    for (let feed = 0; feed < 5; feed++) {
      const { rings } = await under.ledger.feed()
      for (const { id } of rings) {
        const begin = await under.ledger.begin(id, 's')
        if (begin.kind !== 'go') continue
        tries++
        await under.ledger.recordAnswer({ id, attempt: begin.attempt }, refused, {})
      }
    }
    expect(tries).toBe(2)
  })

  test('an empty balance alone closes nothing', async () => {
    const under = ledgerUnderTest(own.redis)
    await under.ledger.accept(newJob(), null)
    await under.ledger.noteBalance(0)
    expect((await under.ledger.feed()).rings).toHaveLength(1)
  })

  test('one of all workers looks at the balance in each interval', async () => {
    const under = ledgerUnderTest(own.redis)
    const looks = await Promise.all(Array.from({ length: 10 }, () => under.ledger.mayLookAtBalance()))
    expect(looks.filter(Boolean)).toHaveLength(1)
  })
})
