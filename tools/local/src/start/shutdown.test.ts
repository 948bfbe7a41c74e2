import { expect, test } from '@jest/globals'
import { createShutdown } from './shutdown.ts'

test('the API and the worker end together, then what they need, then the logs, whatever fails', async () => {
  const shutdown = createShutdown()
  const order: string[] = []
  const end = (name: string) => async () => {
    order.push(`${name} begins`)
    await new Promise(setImmediate)
    order.push(`${name} ended`)
  }
  shutdown.add('logs', end('log'))
  shutdown.add('services', end('redis'))
  shutdown.add('workers', end('api'))
  shutdown.add('workers', () => Promise.reject(new Error('was never ready')))
  shutdown.add('workers', end('worker'))

  expect(shutdown.signal.aborted).toBe(false)
  const running = shutdown.run()
  expect(shutdown.signal.aborted).toBe(true)
  await running
  expect(order).toEqual([
    'api begins',
    'worker begins',
    'api ended',
    'worker ended',
    'redis begins',
    'redis ended',
    'log begins',
    'log ended',
  ])
})
