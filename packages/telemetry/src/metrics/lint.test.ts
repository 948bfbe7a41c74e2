import { spawnSync } from 'node:child_process'
import { expect, test } from '@jest/globals'
import { createMetrics } from './create-metrics.ts'

test.each(['api', 'worker'] as const)('promtool finds no fault with what the %s exports', async (app) => {
  const metrics = app === 'api' ? createMetrics({ app: 'api' }) : createMetrics({ app: 'worker' })
  const { body: input } = await metrics.render()
  const { status, stdout, stderr, error } = spawnSync('promtool', ['check', 'metrics'], {
    input,
    encoding: 'utf8',
  })
  if (error) throw new Error(`promtool is not on the PATH (apt-get install prometheus): ${error.message}`)
  expect({ status, said: `${stdout}${stderr}` }).toEqual({ status: 0, said: '' })
})
