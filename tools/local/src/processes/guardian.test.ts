import { expect, test } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, watch as watchFolder } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { environmentWith } from './source-process.ts'

/** A process that starts `spec` the way kiln does, and dies as told. */
function startParent(script: string, env: Record<string, string> = {}) {
  const code = `import { startProcess } from '${new URL('start-process.ts', import.meta.url).href}'
    import { startPrivateRedis } from '${new URL('../redis/private-redis.ts', import.meta.url).href}'
    ${script}`
  const args = ['--conditions=kie-src', '--import', 'tsx', '--input-type=module', '--eval', code]
  const parent = spawn(process.execPath, args, {
    cwd: new URL('.', import.meta.url),
    env: environmentWith(env),
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return parent
}

async function firstLine(parent: ReturnType<typeof startParent>): Promise<string> {
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string]
  return line
}

/** Resolves once the process at the other end of the socket is gone. */
async function goneOf(socket: Socket): Promise<void> {
  socket.on('error', () => undefined)
  socket.resume()
  // Not events.once: a reset is an end like any other here.
  await new Promise((resolve) => socket.once('close', resolve))
}

const SERVER = `const server = require('node:net').createServer((s) => s.on('error', () => {}))
  server.listen(0, '127.0.0.1', () => console.log(server.address().port))
  process.on('SIGTERM', () => process.env.STUBBORN || process.exit())`

const startServer = (env: string) => `
  const running = await startProcess({ name: 'server', command: process.execPath, args: ['--eval', ${JSON.stringify(SERVER)}],
    env: ${env}, readyWhen: { line: (url) => ({ url }) } })
  console.log(running.url)`

const CRASH = `process.on('SIGUSR2', () => { throw new Error('expected by this test') })\n`

test.each<[string, string, NodeJS.Signals]>([
  ['is killed', '{}', 'SIGKILL'],
  ['is killed, and the child does not listen to SIGTERM', `{ STUBBORN: '1' }`, 'SIGKILL'],
  ['is told to go and cleans up nothing', '{}', 'SIGHUP'],
  ['crashes', '{}', 'SIGUSR2'],
])('a child ends when its parent %s', async (_how, env, signal) => {
  const parent = startParent(CRASH + startServer(env))
  const socket = connect(Number(await firstLine(parent)), '127.0.0.1')
  await once(socket, 'connect')
  const gone = goneOf(socket)
  parent.kill(signal)
  await once(parent, 'exit')
  await gone
})

test('a private Redis and its folder go when their owner is killed', async () => {
  const parent = startParent(`const redis = await startPrivateRedis({ kind: 'real' })
    console.log(JSON.stringify({ port: new URL(redis.url).port, dir: redis.dir }))
    setInterval(() => {}, 1000)`)
  const { port, dir } = JSON.parse(await firstLine(parent)) as { port: string; dir: string }
  expect(existsSync(dir)).toBe(true)
  const socket = connect(Number(port), '127.0.0.1')
  await once(socket, 'connect')
  const gone = goneOf(socket)
  const removed = removalOf(dir)

  parent.kill('SIGKILL')
  await gone
  await removed
})

test('what a private Redis was put through leaves no folder when its owner is killed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kiln-own-tmp-'))
  const script = `const redis = await startPrivateRedis({ kind: 'real', powerCuts: {} })
    await redis.snapshot()
    console.log('ready')
    setInterval(() => {}, 1000)`
  const parent = startParent(script, { TMPDIR: folder })
  await firstLine(parent)
  const left = (await readdir(folder)).filter((name) => name.startsWith('kiln-'))
  expect(left).toHaveLength(4)
  const removed = Promise.all(left.map((name) => removalOf(join(folder, name))))
  parent.kill('SIGKILL')
  await removed
  await rm(folder, { recursive: true })
})

async function removalOf(dir: string): Promise<void> {
  const watcher = watchFolder(dirname(dir))
  while (existsSync(dir)) await once(watcher, 'change')
  watcher.close()
}
