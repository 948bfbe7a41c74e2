import { afterAll, afterEach, beforeAll } from '@jest/globals'
import { startPrivateRedis, type PrivateRedis } from '@kiln/local'
import { startSimulator, type Simulator } from '@kiln/simulator'
import { startTestApi, type TestApi } from './test-api.ts'

export interface AskingSuite {
  server: PrivateRedis
  simulator: Simulator
  kiln: TestApi
}

/** A Redis, a KIE and an API that may ask it, for all tests of a file; both limits are far away. */
export function useAskingApi(): AskingSuite {
  const running: Partial<AskingSuite> = {}
  beforeAll(async () => {
    running.server = await startPrivateRedis()
    running.simulator = await startSimulator({ speed: 100 })
    const kie = { KIE_BASE_URL: running.simulator.url, KIE_AI_API_KEY: 'simulated' }
    const limits = { KILN_POLL_LIMIT: '1000/1s', KILN_SUBMIT_LIMIT: '1000/10s' }
    running.kiln = await startTestApi(running.server.url, { ...kie, ...limits })
  })
  afterAll(async () => {
    await running.kiln?.close()
    await running.simulator?.close()
    await running.server?.stop()
  })
  afterEach(() => running.simulator?.resetFaults())
  // Filled before the first test runs.
  return running as AskingSuite
}
