import { describe, expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { createFailPoints } from './fail-points.ts'
import { parsePlan } from './parse-plan.ts'

function under(text: string) {
  const struck: string[] = []
  const plan = parsePlan(text)
  if (!plan) throw new Error(`no plan: ${text}`)
  const points = createFailPoints(plan, ({ point, action }) => struck.push(`${action} ${point}`))
  return { points, struck }
}

const answer = (value: string) => Promise.resolve(value)

describe('fail points', () => {
  test('leave a call that no plan names exactly as it is', () => {
    const { points } = under('begin.after=kill')
    expect(points.around('bind', answer)).toBe(answer)
    const none = createFailPoints([])
    expect(none.around('begin', answer)).toBe(answer)
    const port = { answer }
    expect(none.wrap(port, { answer: 'begin' })).toBe(port)
  })

  test('strike once, at the passage that was named', async () => {
    const { points, struck } = under('begin.after=kill@3')
    const begin = points.around('begin', answer)
    const seen: number[] = []
    for (let i = 0; i < 5; i++) {
      await begin('x')
      seen.push(struck.length)
    }
    expect(seen).toEqual([0, 0, 1, 1, 1])
    expect(struck).toEqual(['kill begin.after'])
  })

  test('strike before the effect, or after it', async () => {
    const order: string[] = []
    const plan = parsePlan('accept.before=kill,accept.after=stop') ?? []
    const points = createFailPoints(plan, ({ point }) => order.push(point))
    await points.around('accept', () => Promise.resolve(order.push('effect')))()
    expect(order).toEqual(['accept.before', 'effect', 'accept.after'])
  })

  test('strike while a call is on the wire, and spare one that has ended', async () => {
    const struck: string[] = []
    const moments = new EventEmitter()
    const points = createFailPoints(parsePlan('wire.during=kill+20ms') ?? [], ({ point }) => {
      struck.push(point)
      moments.emit('struck')
    })
    const call = points.around('wire', (end: Promise<unknown>) => end)
    await call(Promise.resolve())
    expect(struck).toEqual([])
    // This one ends only once it was struck.
    await call(once(moments, 'struck'))
    expect(struck).toEqual(['wire.during'])
  })

  test('run a step twice at once, and answer as the first did', async () => {
    const { points } = under('doorbell=twice')
    let runs = 0
    const ring = points.around('doorbell', async (id: string) => `${id} ${++runs}`)
    expect(await ring('a')).toBe('a 1')
    expect(runs).toBe(2)
    const fails = points.around('doorbell', () => Promise.reject(new Error('no')))
    await expect(fails()).rejects.toThrow('no')
  })

  test('wrap the methods that were named and no other', async () => {
    const { points, struck } = under('accept.after=kill,callback.after=kill')
    const ledger = points.wrap({ accept: answer, hint: answer, read: answer }, { accept: 'accept' })
    await ledger.hint('x')
    expect(struck).toEqual([])
    await ledger.accept('x')
    expect(struck).toEqual(['kill accept.after'])
    expect(ledger.read).toBe(answer)
  })

  test('end the process for real, having said so', () => {
    const script = `
      import { createFailPoints, parsePlan } from './src/index.ts'
      const call = createFailPoints(parsePlan('bind.after=kill@2')).around('bind', async () => undefined)
      for (const round of [1, 2, 3]) { console.log(round); await call() }`
    const args = ['--conditions=kie-src', '--import', 'tsx', '--input-type=module', '-e', script]
    const cwd = new URL('..', import.meta.url)
    const { signal, stdout } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' })
    expect(signal).toBe('SIGKILL')
    expect(stdout).toMatch(/^1\n2\n\{"event":"failPoint","point":"bind.after","action":"kill","pid":\d+\}\n$/)
  })
})
