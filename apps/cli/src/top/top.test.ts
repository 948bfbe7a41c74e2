import { EventEmitter, once } from 'node:events'
import { describe, expect, jest, test } from '@jest/globals'
import { useAnsweringApi } from '../testing/answering-api.ts'
import { aGroup, aSystem } from '../testing/operating-views.ts'
import { runHere } from '../testing/run-here.ts'
import { openScreen } from './screen.ts'

const api = useAnsweringApi()
const put = () =>
  (api.answers = {
    'GET /v1/system': aSystem(),
    'GET /v1/failures': { failures: [aGroup()], nextCursor: '7' },
    'GET /v1/requeues': { requeues: [] },
  })

const ENTER = '\u001B[?1049h\u001B[?25l\u001B[?7l'
const LEAVE = '\u001B[?7h\u001B[?25h\u001B[?1049l'

/** Both ends of a terminal, and what was written on it. */
function terminal(program: Pick<NodeJS.Process, 'pid' | 'once' | 'off' | 'kill'> = process) {
  const input = Object.assign(new EventEmitter(), {
    isTTY: true,
    raw: [] as boolean[],
    setRawMode: (on: boolean) => (input.raw.push(on), input),
    resume: () => input,
    pause: () => input,
  })
  const output = Object.assign(new EventEmitter(), {
    isTTY: true,
    columns: 60,
    rows: 20,
    text: '',
    write(text: string) {
      output.text += text
      if (text.includes('\u001B[H')) output.emit('drawn')
      return true
    },
  })
  return { input, output, screen: openScreen(input as never, output as never, program)! }
}

describe('kiln top', () => {
  test('off a terminal writes one picture, with three requests', async () => {
    put()
    const { code, out, err } = await runHere(['top'], { KILN_API_URL: api.url })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('340 queued, 23 running')
    expect(out).not.toContain('\u001B')
    expect(api.asked).toHaveLength(3)
  })

  test.each([['q'], ['\u0003']])(
    'on a terminal is left by %j, and leaves the terminal as it was',
    async (key) => {
      put()
      const { input, output, screen } = terminal()
      const drawn = once(output, 'drawn')
      const run = runHere(['top'], { KILN_API_URL: api.url }, '', { screen })
      await drawn
      output.columns = 20
      output.emit('resize')
      input.emit('data', Buffer.from(key))
      expect(await run).toMatchObject({ code: 0, out: '', err: '' })
      expect(output.text.startsWith(ENTER)).toBe(true)
      expect(output.text.endsWith(LEAVE)).toBe(true)
      expect(input.raw).toEqual([true, false])
      expect([input.listenerCount('data'), output.listenerCount('resize')]).toEqual([0, 0])
      const [, , resized] = output.text.split('\u001B[H')
      // oxlint-disable-next-line no-control-regex
      const lines = resized!.replaceAll(/\u001B\[[^A-Za-z]*[A-Za-z]/g, '').split('\r\n')
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(20)
    },
  )

  test.each([['SIGTERM'], ['SIGHUP'], ['SIGINT']])(
    'that is ended by %s puts the terminal in order first',
    (signal) => {
      const kill = jest.fn((_pid: number, _signal?: string | number) => true as const)
      const program = Object.assign(new EventEmitter(), { pid: 7, kill })
      const { input, output, screen } = terminal(program as never)
      screen.enter({ key: () => undefined, resize: () => undefined })
      program.emit(signal, signal)
      expect(output.text).toBe(ENTER + LEAVE)
      expect(input.raw).toEqual([true, false])
      expect(kill.mock.calls).toEqual([[7, signal]])
      expect(program.eventNames()).toEqual([])
    },
  )

  test('that ends by a fault nobody caught puts the terminal in order, once', () => {
    const program = Object.assign(new EventEmitter(), { pid: 7, kill: () => true as const })
    const { output, screen } = terminal(program as never)
    screen.enter({ key: () => undefined, resize: () => undefined })
    program.emit('exit', 1)
    screen.leave()
    expect(output.text).toBe(ENTER + LEAVE)
  })

  test('takes a terminal that does not tell its size for a usual one', () => {
    const { output, screen } = terminal()
    output.columns = output.rows = 0
    expect(screen.size()).toEqual({ columns: 79, rows: 24 })
  })

  test('of an API that does not answer touches no terminal', async () => {
    const { output, screen } = terminal()
    const { code, err } = await runHere(['top', '--api', 'http://127.0.0.1:9'], {}, '', { screen })
    expect([code, output.text]).toEqual([2, ''])
    expect(err).toContain('does not answer')
  })
})
