import { afterEach, expect, test } from '@jest/globals'
import { startProcess } from '@kiln/local'
import { keepAlive, type KeptProcess } from './kept-process.ts'
import { planLives } from './lives.ts'

let kept: KeptProcess
afterEach(() => kept.stop())

/** A stand-in that ends in order on SIGTERM. */
const SCRIPT = `process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000); console.log('ready')`

function keep(script = SCRIPT): Promise<KeptProcess> {
  return keepAlive({
    name: 'stand-in',
    lives: planLives([]),
    stopMs: 0,
    start: (_failPoints, onLine) =>
      startProcess({
        name: 'stand-in',
        command: process.execPath,
        args: ['--eval', script],
        env: { PATH: process.env['PATH'] ?? '' },
        onLine,
        readyWhen: { line: (line) => (line === 'ready' ? {} : null) },
      }),
  })
}

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'a life that was ended with %s is followed by another',
  async (signal) => {
    kept = await keep()
    expect(kept.recycle(signal)).toBe(true)
    await kept.restart()
    await kept.stop()
    expect(kept.ends.length).toBeGreaterThanOrEqual(2)
    expect(kept.ends.map(({ expected }) => expected)).toEqual(kept.ends.map(() => true))
    expect(kept.ends[0]!.words).toBe(signal === 'SIGKILL' ? 'SIGKILL' : 'exit code 0')
  },
)

test('a life that was asked to end in order and is killed by the signal is no planned end', async () => {
  kept = await keep(`setInterval(() => {}, 1000); console.log('ready')`)
  await kept.restart()
  expect(kept.ends[0]).toMatchObject({ expected: false, words: 'SIGTERM' })
})
