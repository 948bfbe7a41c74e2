import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { atOnce } from '@kiln/local'
import { call, eventually, imageJob, submit } from './client.ts'
import { startStack, type Stack } from './stack.ts'

const SECRETS = { crowd: 'the-secret-of-the-crowd', single: 'the-secret-of-the-single' }
const as = (name: keyof typeof SECRETS) => ({ authorization: `Bearer ${SECRETS[name]}` })
const WINDOW = 20

let stack: Stack
beforeAll(async () => {
  const keys = Object.entries(SECRETS).map(([name, secret]) => `${name}:submit+read+operate:${secret}`)
  stack = await startStack({ workers: 2, callbacks: false, env: { KILN_API_KEYS: keys.join(',') } })
}, 60_000)
afterAll(() => stack.stop(), 30_000)

const change = (path: string) => call(stack, 'POST', `/v1/system/${path}`, { scope: 'submit' }, as('crowd'))
const plain = (name: string) => imageJob(`a cat #job:${name} [sim: durationMs=1000]`)

test("a single job behind another key's hundred goes out within two windows", async () => {
  await change('pause')
  const numbers = Array.from({ length: 100 }, (_, n) => n)
  await atOnce(10, numbers, (n) => submit(stack, plain(`crowd-${n}`), as('crowd')))
  await change('resume')
  const moving = await eventually(
    () => stack.books(),
    ({ charges }) => charges.length >= WINDOW,
  )
  await submit(stack, plain('single'), as('single'))
  const { charges } = await eventually(
    () => stack.books(),
    ({ byKey }) => byKey['single'] !== undefined,
  )
  const passed = charges.findIndex(({ key }) => key === 'single') - moving.charges.length
  expect(passed).toBeLessThanOrEqual(2 * WINDOW)
  const { byKey } = await eventually(
    () => stack.books(),
    (books) => books.charges.length === 101,
  )
  expect(new Set(Object.values(byKey))).toEqual(new Set([1]))
}, 60_000)
