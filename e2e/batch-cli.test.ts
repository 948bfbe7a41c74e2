import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { BatchQuote, BatchView } from '@kiln/contract'
import { makeTemporaryFolder, programCommand } from '@kiln/local'
import { call, eventually, imageJob } from './client.ts'
import { startStack, type Stack } from './stack.ts'

let stack: Stack
let folder: Awaited<ReturnType<typeof makeTemporaryFolder>>
beforeAll(async () => {
  folder = await makeTemporaryFolder('kiln-cli-')
  stack = await startStack()
}, 60_000)
afterAll(async () => {
  await stack.stop()
  await folder.remove()
}, 30_000)

interface Run {
  child: ChildProcess
  ended: Promise<{ code: number | null; out: string; err: string }>
  /** Settles as soon as standard error holds this. */
  told: (text: string) => Promise<void>
}

function kiln(args: string[], stdin = ''): Run {
  const program = programCommand('apps/cli/src/main.ts')
  const child = spawn(program.command, [...program.args, ...args], {
    env: { PATH: process.env['PATH'] ?? '', KILN_API_URL: stack.api.url },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.end(stdin)
  const texts = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.err += text))
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...texts }))
  return {
    child,
    ended,
    async told(text) {
      while (!texts.err.includes(text)) await Promise.race([once(child.stderr, 'data'), ended])
    },
  }
}

const run = (args: string[], stdin?: string) => kiln(args, stdin).ended
const good = (at: number) => JSON.stringify({ ...imageJob(`a fox ${at}`), customId: `fox-${at}` })
const BAD = '{"model":"nano-banana-2","input":{"prompt":"x","resolution":"9K"},"customId":"odd"}'

async function fileOf(name: string, lines: string[]): Promise<string> {
  const path = join(folder.path, name)
  await writeFile(path, lines.map((line) => `${line}\n`).join(''))
  return path
}

describe('kiln submit', () => {
  test('runs good lines, tells bad ones as a compiler would, and ends with 1', async () => {
    const path = await fileOf('some.jsonl', [good(1), '', BAD, '{"model":', good(2)])
    const { code, out, err } = await run(['submit', path, '--name', 'foxes'])
    expect(code).toBe(1)
    expect(err).toMatch(/^line 3 odd {2}input\.resolution {2}notOneOf\n {2}.*"1K", "2K", "4K"/)
    expect(err).toMatch(/^line 4 {2}notJson\n/m)
    const [, id] = /^(batch_[0-9a-f]{24}) {2}foxes {2}running$/m.exec(out) ?? []
    expect(out).toMatch(/lines +2, and 2 bad/)
    expect(out).toContain(`kiln batch ${id} --wait`)
    const errors = await run(['batch', id!, '--errors', '--json'])
    expect(errors.code).toBe(1)
    const rows = errors.out.trimEnd().split('\n')
    expect(rows.map((row) => JSON.parse(row))).toMatchObject([{ line: 3, customId: 'odd' }, { line: 4 }])
  }, 60_000)

  test('with --out waits, tells progress in lines off a terminal, and writes a row for each line', async () => {
    const path = await fileOf('whole.jsonl', [good(1), good(2), good(3)])
    const results = join(folder.path, 'results.jsonl')
    const { code, out, err } = await run(['submit', path, '--out', results])
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringMatching(/^3\/3 {2}3 succeeded/m) })
    expect(err).not.toContain('\u001B')
    expect(out).toMatch(/ended\n/)
    expect(out).toContain(`3 rows in ${results}\n`)
    const rows = (await readFile(results, 'utf8')).trimEnd().split('\n')
    expect(rows.map((row) => JSON.parse(row))).toMatchObject(
      [1, 2, 3].map((line) => ({ line, customId: `fox-${line}`, state: 'succeeded' })),
    )
    expect((await readdir(folder.path)).filter((name) => name.endsWith('.part'))).toEqual([])
  }, 60_000)

  test('reads standard input, and answers JSON alone on standard output', async () => {
    const { code, out } = await run(['submit', '-', '--wait', '--json'], `${good(1)}\n${good(2)}\n`)
    expect(code).toBe(0)
    expect(JSON.parse(out) as BatchView).toMatchObject({ status: 'ended', counts: { succeeded: 2 } })
  }, 60_000)

  test('takes a document with its name, defaults and budget', async () => {
    const path = join(folder.path, 'document.json')
    const body = {
      name: 'from a document',
      budget: { credits: 100 },
      defaults: { model: 'nano-banana-2' },
      jobs: [{ input: { prompt: 'a fox' } }],
    }
    await writeFile(path, JSON.stringify(body, null, 2))
    const { code, out } = await run(['submit', path, '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ name: 'from a document', lines: 1, budget: { credits: 100 } })
  }, 60_000)

  test('with the same key and file brings the same batch', async () => {
    const path = await fileOf('again.jsonl', [good(1)])
    const args = ['submit', path, '--json', '--key', 'the-same']
    const [one, other] = [await run(args), await run(args)]
    expect((JSON.parse(one.out) as BatchView).id).toBe((JSON.parse(other.out) as BatchView).id)
  }, 60_000)

  test('with --on-invalid reject, or only bad lines, submits nothing and tells them', async () => {
    const path = await fileOf('rejected.jsonl', [good(1), BAD])
    const [rejected, allBad] = await Promise.all([
      run(['submit', path, '--on-invalid', 'reject']),
      run(['submit', '-'], `${BAD}\n`),
    ])
    for (const { code, out, err } of [rejected, allBad]) {
      expect({ code, out }).toEqual({ code: 1, out: '' })
      expect(err).toContain('odd  input.resolution  notOneOf')
      expect(err).toContain('Nothing was')
    }
  }, 60_000)

  test('with --quote says what it would cost and when it would be done, with lines as in the file', async () => {
    const path = await fileOf('quoted.jsonl', ['', good(1), '', '{"model":', BAD])
    const [text, json] = await Promise.all([
      run(['submit', path, '--quote', '--budget', '5']),
      run(['submit', path, '--quote', '--json']),
    ])
    expect([text.code, json.code]).toEqual([1, 1])
    expect(text.out).toMatch(/^line 4 {2}notJson\n/)
    expect(text.out).toMatch(/^Total 8 credits, 0\.04 USD$/m)
    expect(text.out).toContain('A budget of 5 credits is not enough.')
    expect(text.out).toMatch(/^likely end: /m)
    const quote = JSON.parse(json.out) as BatchQuote
    expect(quote.badLines.map(({ line }) => line)).toEqual([4, 5])
  }, 60_000)

  test('stopped by Ctrl-C leaves the batch running and says how to come back', async () => {
    const path = await fileOf(
      'long.jsonl',
      Array.from({ length: 300 }, (_, at) => good(at)),
    )
    // So that nothing of it is sent, however long the test takes.
    await call(stack, 'POST', '/v1/system/pause', { scope: 'submit' })
    const { child, ended, told } = kiln(['submit', path, '--wait'])
    await told('/300')
    child.kill('SIGINT')
    const { code, err } = await ended
    expect(code).toBe(130)
    const [, id] = /kiln batch (batch_[0-9a-f]{24}) --wait follows it again/.exec(err) ?? []
    const still = await run(['batch', id!, '--json'])
    expect(JSON.parse(still.out)).toMatchObject({
      status: 'held',
      counts: { queued: 300 },
      cancelRequestedAt: null,
    })
    const canceled = await run(['cancel', id!, '--json'])
    expect(canceled.code).toBe(0)
    const followed = await run(['batch', id!, '--wait'])
    expect(followed.code).toBe(1)
    expect(followed.out).toContain('300 canceled')
    const rows = await run(['results', id!, '--state', 'canceled'])
    expect(rows.out.trimEnd().split('\n')).toHaveLength(300)
    await call(stack, 'POST', '/v1/system/resume', { scope: 'submit' })
    const list = await run(['batches'])
    expect(list.out).toContain(id)
  }, 90_000)
})

describe('kiln retry-failed', () => {
  test('adopts what KIE had all along, runs failures again, and leaves what may be paid until that is confirmed', async () => {
    // Tasks of the batches before may still run, and would be counted with these.
    const before = await eventually(
      () => stack.books(),
      ({ charges }) => charges.every(({ state }) => state === 'success' || state === 'fail'),
    )
    const makesNoTask = { code: 500, msg: 'internal error', httpStatus: 200 }
    await stack.setBehaviours([
      // Callbacks stay away: they would bring the result by themselves.
      { match: {}, times: 1, do: { durationMs: 1_000, callback: 'none', read: { failed: true, times: 1 } } },
      { match: {}, times: 1, do: { durationMs: 1_000, fail: {} } },
      { match: {}, times: 1, do: makesNoTask },
    ])
    const path = await fileOf('failing.jsonl', [good(1), good(2), good(3), good(4)])
    const batch = JSON.parse((await run(['submit', path, '--wait', '--json'])).out) as BatchView
    expect(batch.counts).toMatchObject({ succeeded: 1, failed: 3 })
    await eventually(
      async () => (await stack.books()).charges.filter(({ state }) => state === 'success').length,
      (successes) => successes === before.charges.filter(({ state }) => state === 'success').length + 2,
    )

    const first = await run(['retry-failed', batch.id, '--json'])
    expect(first.code).toBe(1)
    expect(JSON.parse(first.out)).toEqual({
      looked: 3,
      requeued: 1,
      adopted: 1,
      resumed: 0,
      needsConfirm: 1,
      refused: 0,
    })
    const followed = await run(['batch', batch.id, '--wait', '--json'])
    expect((JSON.parse(followed.out) as BatchView).counts).toMatchObject({ succeeded: 3, failed: 1 })

    const second = await run(['retry-failed', batch.id, '--confirm-charge'])
    expect(second).toMatchObject({ code: 0, out: expect.stringMatching(/^ {2}1 {2}run again/) })
    const last = await run(['batch', batch.id, '--wait', '--json'])
    expect(last.code).toBe(0)
    expect((JSON.parse(last.out) as BatchView).counts).toMatchObject({ succeeded: 4, failed: 0 })
    const none = await run(['retry-failed', batch.id])
    expect(none).toMatchObject({ code: 0, out: 'No job of it has failed.\n' })
    // Three that made tasks, one of them again, and the one that made none.
    const charges = (await stack.books()).charges.length - before.charges.length
    expect(charges).toBe(5)
  }, 90_000)
})

describe('without a kiln that can answer', () => {
  test('says so, and what to do', async () => {
    const unknown = `batch_${'0'.repeat(24)}`
    const [gone, job, silent, none] = await Promise.all([
      run(['batch', unknown]),
      run(['cancel', 'job_1']),
      run(['batches', '--api', 'http://127.0.0.1:9']),
      run(['batches', '--api', 'nowhere']),
    ])
    expect([gone.code, job.code, silent.code, none.code]).toEqual([1, 1, 2, 2])
    expect(gone.err).toMatch(/^No such batch\.\n/)
    expect(job.err).toMatch(/^No such job\.\n/)
    expect(silent.err).toMatch(/^The API does not answer: 127\.0\.0\.1:9: .+\nGive --api/)
    expect(none.err).toContain('got "nowhere"')
  }, 60_000)
})
