import { describe, expect, test } from '@jest/globals'
import { aBatch } from '../testing/a-batch.ts'
import { useAnsweringApi } from '../testing/answering-api.ts'
import { JSONL, useJobFiles } from '../testing/job-files.ts'
import { runHere } from '../testing/run-here.ts'
import { COMMANDS } from '../run-cli.ts'

useJobFiles()
const api = useAnsweringApi()
const kiln = (args: string[], stdin = '', columns: number | null = null) =>
  runHere(args, { KILN_API_URL: api.url }, stdin, { columns: () => columns })
const refusal = (status: number, code: string, title: string, more: object = {}) => ({
  status,
  body: { type: 'x', title, status, detail: `Look at \`POST /v1/batches\`.`, code, ...more },
})

test('every command takes --json, the results of a batch too', async () => {
  const without = COMMANDS.filter(({ options }) => options['json'] === undefined).map(({ name }) => name)
  expect(without).toEqual([])
  api.answers = { 'GET /v1/batches/x/results': refusal(404, 'batchUnknown', 'No such batch') }
  expect(await kiln(['results', 'x', '--json'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('No'),
  })
})

describe('what the API refuses', () => {
  test.each([
    [['batch', 'x'], 'GET /v1/batches/x', 'batchUnknown', 'No such batch', 'kiln batches lists yours.'],
    [
      ['job', 'x'],
      'GET /v1/jobs/x',
      'jobUnknown',
      'No such job',
      'kiln jobs lists yours, kiln batches your batches.',
    ],
  ])('is told with what to type: kiln %j', async (args, call, code, title, hint) => {
    api.answers = { [call]: refusal(404, code, title), [`${call}/events`]: refusal(404, code, title) }
    expect(await kiln(args)).toEqual({ code: 1, out: '', err: `${title}.\n${hint}\n` })
  })

  test('of a batch is told by its lines, and not by fields of the answer', async () => {
    const error = { path: 'input', code: 'required', message: 'input must be an object.', expected: null }
    const badLines = [{ line: 1, customId: 'one', errors: [{ ...error, hint: null }] }]
    const title = 'The batch has no line that could run'
    api.answers = {
      'POST /v1/batches': refusal(422, 'batchInvalid', title, { badLines, badLinesOmitted: 0 }),
    }
    const { code, err } = await kiln(['submit', '-'], JSONL)
    expect(code).toBe(1)
    expect(err).toMatch(/^line 1 one {2}input {2}required\n {2}input must be an object\.\n/)
    expect(err).toMatch(
      /\nThe batch has no line that could run\.\nCorrect the lines above\. Nothing was kept, sent or charged\.\n$/,
    )
    expect(err).not.toContain('badLines')
  })
})

test('a list of batches is no wider than the terminal', async () => {
  const batches = [aBatch({ lines: 9, counts: { queued: 4, running: 1, succeeded: 2, failed: 2 } })]
  api.answers = { 'GET /v1/batches': { batches, nextCursor: null } }
  const { out } = await kiln(['batches'], '', 60)
  const lines = out.trimEnd().split('\n')
  expect(lines).toHaveLength(2)
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(60)
  expect(lines[1]).toMatch(/…$/)
})
