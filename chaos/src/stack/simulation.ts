import { startSimulatorProcess } from '@kiln/local'
import type { BehaviourRule, Books, FaultChanges } from '@kiln/simulator'

/** The simulated KIE of one run, a process of its own. */
export interface Simulation {
  url: string
  /** The same account behind a certificate that nobody trusts. */
  httpsUrl: string
  books(): Promise<Books>
  /** The books without their long lists. */
  counts(): Promise<Pick<Books, 'creates' | 'reads' | 'callbacksSent'>>
  /** Only the faults named change. */
  setFaults(faults: FaultChanges): Promise<void>
  setBehaviours(rules: BehaviourRule[]): Promise<void>
  stop(): Promise<unknown>
}

export interface SimulationPlan {
  seed: number
  speed: number
  hmacKey: string
  faults: FaultChanges
}

export async function startSimulation(plan: SimulationPlan): Promise<Simulation> {
  const simulator = await startSimulatorProcess({
    env: {
      PORT: '0',
      SIMULATOR_HTTPS_PORT: '0',
      KILN_SPEED: String(plan.speed),
      SIMULATOR_SEED: String(plan.seed),
      SIMULATOR_HMAC_KEY: plan.hmacKey,
    },
  })
  const control = async (path: string, init?: RequestInit) => {
    const response = await fetch(`${simulator.url}/_sim/${path}`, init)
    if (!response.ok) throw new Error(`the simulator refused ${path}: ${await response.text()}`)
    return response
  }
  const change = async (method: string, path: string, body: unknown) => {
    await (await control(path, { method, body: JSON.stringify(body) })).body?.cancel()
  }
  const ask = async (path: string) => (await (await control(path)).json()) as Books
  const { https } = JSON.parse(simulator.output()) as { https: string }
  await change('PUT', 'faults', plan.faults)
  return {
    url: simulator.url,
    httpsUrl: https,
    books: () => ask('books'),
    counts: () => ask('books?charges=false'),
    setFaults: (faults) => change('PUT', 'faults', faults),
    setBehaviours: (rules) => change('POST', 'behaviours', rules),
    stop: () => simulator.stop('SIGKILL'),
  }
}
