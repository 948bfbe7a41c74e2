import { startSimulatorProcess } from '@kiln/local'
import type { Books, FaultChanges } from '@kiln/simulator'
import { SPEED } from './speed.ts'

/** The simulated KIE of one run, a process of its own. */
export interface Simulation {
  url: string
  books(): Promise<Books>
  /** The books without their long lists. */
  counts(): Promise<Pick<Books, 'creates' | 'reads'>>
  stop(): Promise<unknown>
}

export async function startSimulation(
  seed: number,
  hmacKey: string,
  faults: FaultChanges,
): Promise<Simulation> {
  const simulator = await startSimulatorProcess({
    env: {
      PORT: '0',
      KILN_SPEED: String(SPEED),
      SIMULATOR_SEED: String(seed),
      SIMULATOR_HMAC_KEY: hmacKey,
    },
  })
  const control = (path: string, init?: RequestInit) => fetch(`${simulator.url}/_sim/${path}`, init)
  const response = await control('faults', { method: 'PUT', body: JSON.stringify(faults) })
  if (!response.ok) throw new Error(`the simulator refused the faults: ${await response.text()}`)
  const ask = async (path: string) => (await (await control(path)).json()) as Books
  return {
    url: simulator.url,
    books: () => ask('books'),
    counts: () => ask('books?charges=false'),
    stop: () => simulator.stop('SIGKILL'),
  }
}
