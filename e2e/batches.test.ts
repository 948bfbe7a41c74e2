import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { BatchView, ResultRow } from '@kiln/contract'
import { call, eventually, imageJob, type Answer } from './client.ts'
import { startStack, type Stack } from './stack.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({
    workers: 1,
    callbacks: false,
    env: { KILN_SUBMIT_LIMIT: '200/10s' },
  })
}, 60_000)
afterAll(() => stack.stop(), 30_000)

const NDJSON = { 'content-type': 'application/x-ndjson' }
const line = (name: string, how: string) => ({
  customId: name,
  ...imageJob(`a cat #job:${name} [sim: ${how}]`),
})

function send(lines: readonly object[], key: string = randomUUID(), query = ''): Promise<Answer<BatchView>> {
  const body = lines.map((each) => JSON.stringify(each)).join('\n')
  return call<BatchView>(stack, 'POST', `/v1/batches${query}`, body, { ...NDJSON, 'idempotency-key': key })
}

const show = async (id: string) => (await call<BatchView>(stack, 'GET', `/v1/batches/${id}`)).body

const ended = (id: string) =>
  eventually(
    () => show(id),
    ({ endedAt }) => endedAt !== null,
  )

async function results(id: string): Promise<ResultRow[]> {
  const { body } = await call<string>(stack, 'GET', `/v1/batches/${id}/results`)
  return body.split('\n').flatMap((row) => (row === '' ? [] : [JSON.parse(row) as ResultRow]))
}

describe('a batch', () => {
  test('has one row for each good line, as KIE has it in its books', async () => {
    const lines = Array.from({ length: 40 }, (_, n) =>
      line(`shot-${n}`, n % 8 === 7 ? 'durationMs=500, fail=422:flagged as sensitive' : 'durationMs=500'),
    )
    const { status, body } = await send([...lines, { customId: 'bad', model: 'nano-banana-2', input: {} }])
    expect(status).toBe(202)
    expect(body).toMatchObject({ lines: 40, invalid: 1, counts: { queued: 40 } })
    const batch = await ended(body.id)
    expect(batch).toMatchObject({
      status: 'ended',
      counts: { succeeded: 35, failed: 5, queued: 0, running: 0 },
    })

    const rows = await results(body.id)
    const { charges } = await stack.books()
    expect(rows.map(({ customId }) => customId)).toEqual(lines.map(({ customId }) => customId))
    for (const row of rows) {
      const charge = charges.find(({ key }) => key === row.customId)!
      expect([row.customId, row.state, row.credits.charged]).toEqual([
        row.customId,
        charge.state === 'success' ? 'succeeded' : 'failed',
        charge.credits,
      ])
    }
    const total = charges.reduce((sum, { credits }) => sum + credits, 0)
    expect(batch.credits.charged).toBeCloseTo(total)
    expect(batch.credits.held).toBe(0)
  }, 60_000)

  test('sent again after the API died without an answer is the same batch, and nothing of it runs twice', async () => {
    const lines = Array.from({ length: 20 }, (_, n) => line(`again-${n}`, 'durationMs=300'))
    const key = randomUUID()
    const first = await send(lines, key)
    await stack.api.stop('SIGKILL')
    await stack.startApi()
    const again = await send(lines, key)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(again.body).toEqual(first.body)
    await ended(first.body.id)
    const { byKey } = await stack.books()
    expect(lines.map(({ customId }) => byKey[customId])).toEqual(lines.map(() => 1))
  }, 60_000)

  test('that is canceled sends nothing more, and ends', async () => {
    const lines = Array.from({ length: 300 }, (_, n) => line(`rest-${n}`, 'durationMs=500'))
    const { body } = await send(lines)
    await eventually(
      () => show(body.id),
      ({ startedAt }) => startedAt !== null,
    )
    const canceled = await call<BatchView>(stack, 'POST', `/v1/batches/${body.id}/cancel`)
    expect(canceled.status).toBe(200)
    const batch = await ended(body.id)
    expect(batch.counts.canceled).toBe(300 - batch.counts.succeeded)
    expect(await results(body.id)).toHaveLength(300)
    const { byKey } = await stack.books()
    const sent = lines.filter(({ customId }) => byKey[customId] !== undefined)
    expect(sent.length).toBeLessThan(300)
  }, 60_000)

  test('with a budget spends no more than that', async () => {
    const lines = Array.from({ length: 10 }, (_, n) => line(`dear-${n}`, 'durationMs=300'))
    const { body } = await send(lines, randomUUID(), '?budget=40')
    const held = await eventually(
      () => show(body.id),
      ({ status, counts }) => status === 'held' && counts.succeeded === 5,
    )
    expect(held).toMatchObject({ waitingFor: { gate: 'budget' }, budget: { credits: 40, used: 40 } })
    await call(stack, 'POST', `/v1/batches/${body.id}/cancel`)
    expect(await ended(body.id)).toMatchObject({
      counts: { succeeded: 5, canceled: 5 },
      credits: { charged: 40 },
    })
  }, 60_000)
})
