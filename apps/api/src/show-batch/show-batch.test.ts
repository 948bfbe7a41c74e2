import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { batchViewSchema, resultRowSchema } from '@kiln/contract'
import { jobIdOf } from '@kiln/ledger'
import { goodLine, rowsIn, sendLines } from '../testing/batches.ts'
import { REFUSAL, run, settle, SUCCESS } from '../testing/drive-job.ts'
import { startTestApi, type TestApi } from '../testing/test-api.ts'
import { useTestApi } from '../testing/use-test-api.ts'

const suite = useTestApi()

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n + 1)

async function accepted(count: number, query = ''): Promise<{ id: string; links: Record<string, string> }> {
  const answer = await sendLines(suite.kiln, numbers(count).map(goodLine), { query })
  if (answer.statusCode !== 202) throw new Error(answer.body)
  return answer.json()
}

async function advanceAll(): Promise<void> {
  while ((await suite.kiln.ledger.batches.advance()).kind !== 'idle');
}

const view = async (id: string) => batchViewSchema.parse((await suite.kiln.call(`/v1/batches/${id}`)).json())

describe('a batch under way', () => {
  test('tells its states, what it costs and when it is likely to be done; its rows what became of each line', async () => {
    const { id, links } = await accepted(3)
    await advanceAll()
    const [good, bad] = [jobIdOf(id, 0), jobIdOf(id, 1)]
    await run(suite.kiln.ledger, good)
    await settle(suite.kiln.ledger, good, SUCCESS, 2_000)
    await run(suite.kiln.ledger, bad)
    const during = await view(id)
    expect(during).toMatchObject({ status: 'running', counts: { queued: 1, running: 1, succeeded: 1 } })
    expect(during.credits).toEqual({
      quoted: { min: 24, max: 24 },
      unpriced: 0,
      held: 8,
      charged: 8,
      wasted: 0,
    })
    // Nobody knows yet how long its model takes.
    expect(during.finishAt).toBeNull()
    await settle(suite.kiln.ledger, bad, REFUSAL)
    await suite.kiln.ledger.cancel(jobIdOf(id, 2))
    const ended = await view(id)
    expect(ended).toMatchObject({
      status: 'ended',
      counts: { succeeded: 1, failed: 1, canceled: 1 },
      finishAt: null,
    })
    expect(ended.endedAt).not.toBeNull()

    const rows = rowsIn(await suite.kiln.call(links['results']!)).map((row) => resultRowSchema.parse(row))
    expect(rows).toMatchObject([
      { line: 1, customId: 'shot-1', id: good, state: 'succeeded', credits: { charged: 8 } },
      { line: 2, customId: 'shot-2', id: bad, state: 'failed', failure: { class: 'contentRefused' } },
      { line: 3, customId: 'shot-3', state: 'canceled', result: null },
    ])
    const failed = rowsIn(await suite.kiln.call(`${links['results']}?state=failed`))
    expect(failed).toEqual([rows[1]])
    expect(rowsIn(await suite.kiln.call(`${links['results']}?cursor=2`))).toEqual([rows[2]])
  })

  test('tells when it is likely to be done as soon as it is known how long its model takes', async () => {
    const body = { model: 'gpt-image-2-text-to-image', input: { prompt: 'a fox' } }
    const { id } = (await sendLines(suite.kiln, [body])).json()
    expect(Date.parse((await view(id)).finishAt ?? '')).toBeGreaterThan(Date.now())
    await suite.kiln.ledger.batches.cancel(id)
    await advanceAll()
  })

  test('is held when all that is left waits for a gate, and names it', async () => {
    const { id } = await accepted(2)
    await advanceAll()
    expect((await view(id)).status).toBe('running')
    await suite.kiln.ledger.pause('submit', 'a test')
    expect(await view(id)).toMatchObject({ status: 'held', waitingFor: { gate: 'paused' }, finishAt: null })
    await suite.kiln.ledger.resume('submit')
    expect(await view(id)).toMatchObject({ status: 'running', waitingFor: null })
  })

  test('is told as events until it has ended', async () => {
    const { links } = await accepted(1)
    await advanceAll()
    const events = suite.kiln.call(links['events']!)
    await suite.kiln.call(links['cancel']!, { method: 'POST' })
    await advanceAll()
    const { headers, body } = await events
    expect(headers['content-type']).toBe('text/event-stream')
    const told = body.split('\n\n').filter((event) => event.startsWith('event: '))
    expect(told.at(-1)).toMatch(/^event: ended\ndata: \{/)
    expect(JSON.parse(told.at(-1)!.split('data: ')[1]!)).toMatchObject({ status: 'ended' })
  })

  test('stands in the list of its key, newest first, page by page', async () => {
    const ids = [(await accepted(1)).id, (await accepted(1)).id, (await accepted(1)).id].toReversed()
    const first = (await suite.kiln.call('/v1/batches?limit=2')).json()
    expect(first.batches.map((batch: { id: string }) => batch.id)).toEqual(ids.slice(0, 2))
    const second = (await suite.kiln.call(`/v1/batches?limit=1&cursor=${first.nextCursor}`)).json()
    expect(second.batches[0].id).toBe(ids[2])
  })
})

describe('canceling a batch', () => {
  test('counts its lines as canceled at once, whether they are jobs yet or not', async () => {
    await advanceAll()
    const { id, links } = await accepted(120)
    const advanced = await suite.kiln.ledger.batches.advance()
    const jobs = advanced.kind === 'advanced' ? advanced.made : 0
    expect(jobs).toBeGreaterThan(0)
    const answer = await suite.kiln.call(links['cancel']!, { method: 'POST' })
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({ counts: { queued: jobs, canceled: 120 - jobs } })
    await advanceAll()
    expect(await view(id)).toMatchObject({ status: 'ended', counts: { canceled: 120 } })
    const rows = rowsIn(await suite.kiln.call(links['results']!))
    expect(rows).toHaveLength(120)
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['canceled']))
    expect(rows.filter((row) => row['id'] === null)).toHaveLength(120 - jobs)
  })
})

/** Of a model whose usual run time is known. */
const line = (n: number) => ({ ...goodLine(n), model: 'gpt-image-2-text-to-image' })

describe('when a batch is likely to be done', () => {
  /** An installation of its own, in which nothing has ended before. */
  let kiln: TestApi
  beforeAll(async () => {
    kiln = await startTestApi(suite.server.url)
  })
  afterAll(() => kiln.close())

  test('is told while its first jobs run, and not any more once none has ended for long', async () => {
    const { id } = (await sendLines(kiln, numbers(2).map(line))).json<{ id: string }>()
    while ((await kiln.ledger.batches.advance()).kind !== 'idle');
    for (const at of [0, 1]) await run(kiln.ledger, jobIdOf(id, at))
    const look = async () => batchViewSchema.parse((await kiln.call(`/v1/batches/${id}`)).json())
    expect((await look()).finishAt).not.toBeNull()
    const record = `${kiln.config.redis.prefix}:batchRecord:${id}`
    await kiln.redis.hset(record, 'startedAt', Date.now() - 3_600_000)
    expect(await look()).toMatchObject({ status: 'running', counts: { running: 2 }, finishAt: null })
  })

  test('is told again while nothing changes', async () => {
    const { links } = (await sendLines(kiln, [line(1)])).json<{ links: Record<string, string> }>()
    while ((await kiln.ledger.batches.advance()).kind !== 'idle');
    const base = await kiln.api.listen({ host: '127.0.0.1', port: 0 })
    const response = await fetch(`${base}${links['events']}`)
    const decoder = new TextDecoder()
    let text = ''
    for await (const chunk of response.body!) {
      text += decoder.decode(chunk, { stream: true })
      if (text.split('\n\n').length > 2) break
    }
    const told = text.split('\n\n').filter((event) => event.startsWith('event: progress\n'))
    expect(told.map((event) => JSON.parse(event.split('data: ')[1]!).counts.queued)).toEqual([1, 1])
  })
})
