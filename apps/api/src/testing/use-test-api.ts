import { afterAll, beforeAll } from '@jest/globals'
import { startPrivateRedis, type PrivateRedis, type PrivateRedisOptions } from '@kiln/local'
import { startTestApi, type TestApi } from './test-api.ts'

export interface TestSuite {
  server: PrivateRedis
  kiln: TestApi
}

/** One Redis and one API for all tests of a file; both end with it, also when one of them never started. */
export function useTestApi(env: Record<string, string> = {}, redis: PrivateRedisOptions = {}): TestSuite {
  const running: Partial<TestSuite> = {}
  beforeAll(async () => {
    running.server = await startPrivateRedis(redis)
    running.kiln = await startTestApi(running.server.url, env)
  })
  afterAll(async () => {
    await running.kiln?.close()
    await running.server?.stop()
  })
  // Filled before the first test runs.
  return running as TestSuite
}
