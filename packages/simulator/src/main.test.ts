import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { KieCaller } from './testing/kie-caller.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))

function launch(environment: Record<string, string>) {
  const child = spawn(process.execPath, ['--conditions=kie-src', '--import', 'tsx', MAIN], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const told = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (told.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (told.err += chunk.toString()))
  const closed = once(child, 'close').then(([code]) => code as number | null)
  return { child, told, closed }
}

describe('the simulator process', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'tells its address in one line and ends on %s',
    async (signal) => {
      const { child, told, closed } = launch({ PORT: '0', SIMULATOR_API_KEY: 'the-key' })
      await once(child.stdout, 'data')
      const { simulator } = JSON.parse(told.out) as { simulator: string }
      expect((await new KieCaller({ url: simulator }, 'the-key').create('[sim: code=200]')).code).toBe(200)
      child.kill(signal)
      expect(await closed).toBe(0)
      expect(told.out).toBe(`${JSON.stringify({ simulator })}\n`)
      expect(told.err).toBe('')
    },
  )

  test('tells its https address too where it has one, and says in one line that it cannot have it', async () => {
    const first = launch({ PORT: '0', SIMULATOR_HTTPS_PORT: '0' })
    await once(first.child.stdout, 'data')
    const { https } = JSON.parse(first.told.out) as { https: string }
    expect(https).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
    const { port } = new URL(https)
    const second = launch({ PORT: '0', SIMULATOR_HTTPS_PORT: port })
    expect(await second.closed).toBe(1)
    expect(second.told.err).toBe(`The simulator cannot listen on HOST 127.0.0.1, PORT ${port}: EADDRINUSE\n`)
    first.child.kill()
    await first.closed
  })

  test('lists every fault of its configuration and exits with 1, without a stack', async () => {
    const { told, closed } = launch({ PORT: 'x', KILN_SPEED: '-1' })
    expect(await closed).toBe(1)
    expect(told).toEqual({
      out: '',
      err:
        'PORT must be a whole number from 0 to 65535, got "x"\n' +
        'KILN_SPEED must be a number above 0, at most 100000, got "-1"\n',
    })
  })

  test('says in one line that it cannot listen', async () => {
    const first = launch({ PORT: '0' })
    await once(first.child.stdout, 'data')
    const port = new URL((JSON.parse(first.told.out) as { simulator: string }).simulator).port
    const second = launch({ PORT: port })
    expect(await second.closed).toBe(1)
    expect(second.told.err).toBe(`The simulator cannot listen on HOST 127.0.0.1, PORT ${port}: EADDRINUSE\n`)
    first.child.kill()
    await first.closed
  })
})
