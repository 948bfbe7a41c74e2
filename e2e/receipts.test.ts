import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { programCommand } from '@kiln/local'
import type { ReceiptView } from '@kiln/contract'
import { audit } from './audit.ts'
import { KINDS } from './receipts/kinds.ts'
import { makeReceipts, startReceiptStack, type MadeReceipt } from './receipts/run-kinds.ts'
import { settled } from './receipts/settled.ts'
import type { Stack } from './stack.ts'

/** How often a callback is heard, in a run in which every step comes twice too. */
const ONCE = process.env['E2E_TWICE'] === '1' ? 2 : 1

let stack: Stack
let made: Map<string, MadeReceipt>
beforeAll(async () => {
  stack = await startReceiptStack()
  made = new Map((await makeReceipts(stack, ['en'])).map((one) => [one.kind.name, one]))
}, 90_000)
afterAll(() => stack.stop(), 30_000)

const receiptOf = (name: string): ReceiptView => made.get(name)!.receipt
const unknownsOf = (name: string) => receiptOf(name).notKnown.map(({ code }) => code)

describe('the receipt of a job that', () => {
  test.each(KINDS.map(({ title, name }) => [title, name]))(
    '%s is the one in docs/receipts',
    (_title, name) => {
      const committed = readFileSync(new URL(`../docs/receipts/${name}.html`, import.meta.url), 'utf8')
      expect(settled(made.get(name)!.pages['en']!)).toBe(settled(committed))
    },
  )

  test.each([
    [
      'succeeded',
      { charged: 'yes', credits: 8, endedBy: 'succeeded', call: { http: 200, class: 'accepted' } },
    ],
    ['failed-and-charged', { charged: 'yes', credits: 8, endedBy: 'failed', call: { http: 200 } }],
    ['refused', { charged: 'no', credits: null, endedBy: 'rejected', call: { code: '422' } }],
    ['canceled-after-sending', { charged: 'yes', credits: 8, endedBy: 'succeeded' }],
    ['parked-no-answer', { charged: 'unknown', taskId: null, call: { class: 'unknown', http: null } }],
    ['parked-task-vanished', { charged: 'unknown', endedBy: 'vanished' }],
    ['parked-no-result', { charged: 'yes', endedBy: 'resultless', credits: 8 }],
    ['late-then-succeeded', { charged: 'yes', callbacks: { count: ONCE } }],
    ['parked-then-explained', { charged: 'yes', taskId: expect.any(String), call: { class: 'unknown' } }],
  ])('%s says what its one attempt cost', (name, attempt) => {
    expect(receiptOf(name).attempts).toMatchObject([attempt])
  })

  test('was canceled before it was sent has no attempt, and names what held it', () => {
    const { attempts, waits } = receiptOf('canceled-before-sending')
    expect(attempts).toEqual([])
    expect(waits).toMatchObject([{ gates: [{ gate: 'paused:gpt-image-2-text-to-image' }] }])
  })

  test('nobody can tell all of says what is not known', () => {
    expect(unknownsOf('parked-no-answer')).toEqual(['task', 'charge'])
    expect(unknownsOf('parked-task-vanished')).toEqual(['charge', 'result'])
    expect(unknownsOf('parked-no-result')).toEqual(['result'])
    for (const name of [
      'succeeded',
      'refused',
      'failed-and-charged',
      'canceled-before-sending',
      'late-then-succeeded',
    ]) {
      expect(unknownsOf(name)).toEqual([])
    }
  })
})

test('no receipt holds a token, a callback URL or the key', async () => {
  const written = JSON.stringify([...made.values()])
  for (const { id } of made.values()) {
    const secret = await stack.db.hget(`{kiln}:job:${id}`, 'secret:1')
    if (secret !== null) expect(written).not.toContain(secret)
  }
  expect(written).not.toContain('/callbacks/kie')
  expect(written).not.toContain('the-key-of-the-end-to-end-test')
  await audit(
    stack,
    [...made.values()].map(({ id }) => id),
  )
})

test('kiln job tells the same in a terminal', async () => {
  const { id } = made.get('parked-no-answer')!
  const { command, args } = programCommand('apps/cli/src/main.ts')
  const { stdout } = await promisify(execFile)(command, [
    ...args,
    'job',
    id,
    '--api',
    stack.api.url,
    '--lang',
    'ru',
  ])
  expect(stdout).toContain(`${id}  parked`)
  expect(stdout).toContain('ответ не пришёл или ничего не сказал')
  expect(stdout).toContain(`${stack.api.url}/v1/jobs/${id}/receipt`)
}, 30_000)
