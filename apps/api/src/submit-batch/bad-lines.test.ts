import { expect, test } from '@jest/globals'
import { goodLine, rowsIn, sendLines } from '../testing/batches.ts'
import { useTestApi } from '../testing/use-test-api.ts'

const suite = useTestApi()

/** The full measure is 10000: three hundred bad lines, 25 of each kind. */
const LINES = process.env['TEST_LARGE'] === '1' ? 10_000 : 1_200
const EACH = Math.floor(LINES / 400)

const withInput = (input: object) => ({ model: 'nano-banana-2', input: { prompt: 'a fox', ...input } })

/** Twelve ways to spoil a line, and where each is told. */
const KINDS: readonly [line: unknown, path: string, code: string][] = [
  ['{"model": "nano-banana-2", "input": {"prompt": "cut', '', 'notJson'],
  [`${JSON.stringify(goodLine(1))} and more`, '', 'notJson'],
  ['[]', '', 'wrongType'],
  [{ input: { prompt: 'a fox' } }, 'model', 'required'],
  [{ model: 'nano-bananna-2', input: {} }, 'model', 'unknownModel'],
  [{ model: 'nano-banana-2', input: {} }, 'input.prompt', 'required'],
  [withInput({ resolution: '9K' }), 'input.resolution', 'notOneOf'],
  [withInput({ promt: 'x' }), 'input.promt', 'unknownParameter'],
  [{ ...withInput({}), retries: 50 }, 'retries', 'outOfRange'],
  [{ ...withInput({}), priorty: 'high' }, 'priorty', 'unknownField'],
  [{ ...withInput({}), customId: 'shot-1' }, 'customId', 'duplicateCustomId'],
  [withInput({ image_input: ['http://10.0.0.1/a.png'] }), 'input.image_input[0]', 'privateHost'],
]

test('of thousands of lines with bad ones of twelve kinds the others run, and each bad one is told', async () => {
  const bad = new Map<number, (typeof KINDS)[number]>()
  for (let n = 0; n < KINDS.length * EACH; n++) bad.set(20 + n * 30, KINDS[n % KINDS.length]!)
  const lines = Array.from({ length: LINES }, (_, n) => bad.get(n + 1)?.[0] ?? goodLine(n + 1))
  const batch = (await sendLines(suite.kiln, lines)).json()
  expect(batch).toMatchObject({
    lines: LINES - bad.size,
    invalid: bad.size,
    counts: { queued: LINES - bad.size },
  })
  const rows = rowsIn(await suite.kiln.call(batch.links.errors)) as {
    line: number
    errors: { path: string; code: string; message: string }[]
  }[]
  expect(rows.map(({ line }) => line)).toEqual([...bad.keys()])
  for (const { line, errors } of rows) {
    const [, path, code] = bad.get(line)!
    expect([line, errors[0]?.path, errors[0]?.code]).toEqual([line, path, code])
    expect(errors[0]?.message).not.toBe('')
  }
  while ((await suite.kiln.ledger.batches.advance()).kind !== 'idle');
  expect((await suite.kiln.ledger.figures()).states.queued).toBe(LINES - bad.size)
}, 120_000)
