import type { FaultChanges } from '@kiln/simulator'
import { setTimeout as pause } from 'node:timers/promises'
import type { Scenario, World } from '../scenario.ts'
import { countOf, until } from '../surroundings.ts'
import { allowanceOf, notePace, ONE_ACCOUNT } from './allowance.ts'
import { noteGate, notePosts, noteNothingFailed, PROBE_MS } from './gates.ts'
import { plainJobs } from './plain-jobs.ts'

const JOBS = 1_000
const PAID_FOR = 100
/** Of the model of plain jobs. */
const CREDITS_EACH = 8
const PROBES = 8
const PLENTY = 1_000_000

/** The money ends in the middle of a batch, and comes back. */
const credits = (name: string, noCredits: FaultChanges['noCredits'] & object): Scenario => ({
  name,
  ...ONE_ACCOUNT,
  callbacks: true,
  faults: { ...ONE_ACCOUNT.faults, balance: PAID_FOR * CREDITS_EACH, noCredits },
  async disturb(world) {
    const { stack, note, submit } = world
    await submit(plainJobs('paid', JOBS))
    await until('the money ended', async () => {
      const { creates } = await stack.simulation.counts()
      return (creates.byCode[noCredits.code] ?? 0) > 0
    })
    await until('what was paid for has ended', async () => (await countOf(stack, 'succeeded')) === PAID_FOR)
    await noteGate(world, 'credits', JOBS - PAID_FOR)
    await notePosts(world, 'postsInEightProbes', PROBES + 1, () => pause((PROBES * PROBE_MS) / stack.speed))
    await noteHeld(world)

    await stack.simulation.setFaults({ balance: PLENTY })
    await until('all ended after the top-up', async () => (await countOf(stack, 'succeeded')) === JOBS)
    const books = await stack.simulation.books()
    note('postsRefused', books.creates.byCode[noCredits.code] ?? 0)
    notePace(note, books, allowanceOf(stack.speed))
  },
})

async function noteHeld(world: World): Promise<void> {
  const { stack, note } = world
  const { creates } = await stack.simulation.counts()
  note('chargedBeforeTopUp', creates.accepted, { atMost: PAID_FOR, atLeast: PAID_FOR })
  await noteNothingFailed(world)
}

export const CREDITS_SCENARIOS: readonly Scenario[] = [
  credits('credits', { code: 402, msg: 'The current credits are insufficient. Please top up.' }),
  credits('credits, told under 500', {
    code: 500,
    msg: "Credits insufficient : Your current balance isn't enough to run this request. Please top up to continue.",
  }),
]
