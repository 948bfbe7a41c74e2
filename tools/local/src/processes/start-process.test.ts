import { afterEach, describe, expect, test } from '@jest/globals'
import { once } from 'node:events'
import { connect } from 'node:net'
import { findFreePort } from '../ports/find-free-port.ts'
import { startProcess, type ProcessSpec, type RunningProcess } from './start-process.ts'
import { environmentWith } from './source-process.ts'

const started: RunningProcess[] = []
afterEach(async () => {
  for (const running of started.splice(0)) await running.stop('SIGKILL')
})

const isReady = (line: string) => (line === 'ready' ? {} : null)

/** A stand-in: node running `script`. */
function spec(script: string, more: Partial<ProcessSpec> = {}): ProcessSpec {
  return {
    name: 'stand-in',
    command: process.execPath,
    args: ['--eval', script],
    env: environmentWith({}),
    readyWhen: { line: isReady },
    ...more,
  }
}

async function run(...given: Parameters<typeof spec>): Promise<RunningProcess> {
  const running = await startProcess(spec(...given))
  started.push(running)
  return running
}

const FOREVER = `setInterval(() => {}, 1000);`

describe('readiness', () => {
  test('is a line of its output, stderr included, and may carry the URL', async () => {
    const seen: string[] = []
    const running = await run(`${FOREVER} console.log('one'); console.error('at http://x:1')`, {
      onLine: (line) => seen.push(line),
      readyWhen: { line: (line) => (line.startsWith('at ') ? { url: line.slice(3) } : null) },
    })
    expect(running.url).toBe('http://x:1')
    expect(seen.toSorted()).toEqual(['at http://x:1', 'one'])
    expect(running.output().split('\n').toSorted()).toEqual(seen.toSorted())
  })

  test('is a URL that answers 2xx, where it is asked so', async () => {
    const port = await findFreePort()
    const script = `let asked = 0; require('node:http').createServer((q, a) => {
      a.statusCode = asked++ === 0 ? 503 : 200; a.end() }).listen(${port}, '127.0.0.1')`
    const running = await run(script, { readyWhen: { httpUrl: `http://127.0.0.1:${port}/readyz` } })
    expect(running.url).toBe(`http://127.0.0.1:${port}`)
  })

  test('that never comes is an error with what it wrote, and the process is ended', async () => {
    const failing = startProcess(spec(`${FOREVER} console.log('pid', process.pid)`, { readyWithinMs: 1_500 }))
    const error = (await failing.catch((thrown: unknown) => thrown)) as Error & { output: string }
    expect(error.message).toMatch(/^stand-in was not ready within 1500 ms\. It wrote:\npid \d+$/)
    const pid = Number(error.output.split(' ')[1])
    expect(() => process.kill(pid, 0)).toThrow(/ESRCH/)
  })

  test('that is missed by an early end is an error with the exit code and the last words', async () => {
    const failing = startProcess(spec(`console.error('no such setting: X'); process.exitCode = 3`))
    await expect(failing).rejects.toThrow('stand-in ended (exit code 3). It wrote:\nno such setting: X')
  })

  test('is not waited for any longer once the caller gives up', async () => {
    const caller = new AbortController()
    const failing = startProcess(
      spec(`${FOREVER} console.log('half way')`, { giveUp: caller.signal, onLine: () => caller.abort() }),
    )
    await expect(failing).rejects.toThrow('stand-in was given up before it was ready. It wrote:\nhalf way')
  })

  test('cannot come from a command that does not exist', async () => {
    const failing = startProcess(spec('', { command: '/nonexistent/kiln' }))
    await expect(failing).rejects.toThrow(/stand-in cannot be started: .*ENOENT/)
  })
})

describe('the end', () => {
  test('is graceful when the process takes the hint, and stopping twice is fine', async () => {
    const running = await run(
      `${FOREVER} process.on('SIGTERM', () => { console.log('bye'); process.exit(0) }); console.log('ready')`,
    )
    expect(await running.stop()).toEqual({ code: 0, signal: null })
    expect(running.output()).toBe('ready\nbye')
    expect(await running.stop('SIGKILL')).toEqual({ code: 0, signal: null })
  })

  test('is a kill when the grace runs out', async () => {
    const running = await run(`${FOREVER} process.on('SIGTERM', () => {}); console.log('ready')`)
    expect(await running.stop('SIGTERM', 100)).toEqual({ code: null, signal: 'SIGKILL' })
  })

  test('of a crash is told with its code and its last words', async () => {
    const running = await run(`console.log('ready'); setTimeout(() => { throw new Error('boom') }, 1)`)
    expect(await running.exited).toEqual({ code: 1, signal: null })
    expect(running.output()).toContain('Error: boom')
  })

  test('takes a killed process’s own children along', async () => {
    const child = `require('node:net').createServer(() => {}).listen(0, '127.0.0.1', function () {
      console.log('http://127.0.0.1:' + this.address().port) })`
    const running = await run(
      `require('node:child_process').spawn(process.execPath, ['--eval', ${JSON.stringify(child)}], { stdio: 'inherit' })
       ${FOREVER}`,
      { readyWhen: { line: (url) => ({ url }) } },
    )
    const socket = connect(Number(new URL(String(running.url)).port), '127.0.0.1')
    socket.on('error', () => undefined).resume()
    await once(socket, 'connect')
    running.kill('SIGKILL')
    // The kernel closes it when the child of the child is gone.
    await new Promise((resolve) => socket.once('close', resolve))
    expect(await running.exited).toEqual({ code: null, signal: 'SIGKILL' })
  })
})

test('a child gets kiln’s settings only when they are given, and the rest of the environment', () => {
  const caller = { PATH: '/bin', KILN_SPEED: '9', KIE_AI_API_KEY: 'k', REDIS_URL: 'r', PORT: '1', LANG: 'ru' }
  expect(environmentWith({ PORT: '0' }, caller)).toEqual({ PATH: '/bin', LANG: 'ru', PORT: '0' })
})
