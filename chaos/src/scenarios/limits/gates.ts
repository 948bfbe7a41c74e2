import type { World } from '../scenario.ts'
import { countOf, until } from '../surroundings.ts'

/** How often a closed gate lets one job through, at the speed of the world. */
export const PROBE_MS = 60_000

/** Waits until so many queued jobs, and the metrics page, name this gate; a probe may be on its way. */
export async function noteGate(
  { client, note }: Pick<World, 'client' | 'note'>,
  gate: string,
  jobs: number,
): Promise<void> {
  let naming = 0
  await until(`${jobs} jobs wait for ${gate}`, async () => {
    const queued = await client().queued()
    naming = queued.filter(({ waitingFor }) => waitingFor?.gate === gate).length
    return naming >= jobs - 1
  })
  note('namingTheGate', naming, { atLeast: jobs - 1 })
  const page = await client().metrics()
  note('gateShownClosed', page.includes(`kiln_gate_open{gate="${gate}"} 0`) ? 1 : 0, { atLeast: 1 })
}

/** How many createTask calls arrive at KIE meanwhile. */
export async function notePosts(
  { stack, note }: Pick<World, 'stack' | 'note'>,
  name: string,
  atMost: number,
  meanwhile: () => Promise<unknown>,
): Promise<void> {
  const posts = async () => (await stack.simulation.books()).createTimes.length
  const before = await posts()
  await meanwhile()
  note(name, (await posts()) - before, { atMost })
}

/** Waiting costs no job its life, and asks no person. */
export async function noteNothingFailed({ stack, note }: Pick<World, 'stack' | 'note'>): Promise<void> {
  for (const state of ['failed', 'parked', 'unconfirmed']) {
    note(`${state}Meanwhile`, await countOf(stack, state), { atMost: 0 })
  }
}
