import { randomUUID } from 'node:crypto'
import type { LightMyRequestResponse } from 'fastify'
import type { TestApi } from './test-api.ts'

const LINES_TYPE = { 'content-type': 'application/x-ndjson' }

export const goodLine = (n: number) => ({
  customId: `shot-${n}`,
  model: 'nano-banana-2',
  input: { prompt: `a fox, take ${n}` },
})

/** Objects as lines; a text is a line as it stands. */
export const asLines = (lines: readonly unknown[]) =>
  lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')

export interface BatchCall {
  key?: string
  query?: string
  headers?: Record<string, string>
}

/** Sends lines as NDJSON, each call under a key of its own unless one is given. */
export function sendLines(
  kiln: TestApi,
  lines: readonly unknown[] | string,
  { key = randomUUID(), query = '', headers = {} }: BatchCall = {},
): Promise<LightMyRequestResponse> {
  return kiln.call(`/v1/batches${query}`, {
    method: 'POST',
    payload: typeof lines === 'string' ? lines : asLines(lines),
    headers: { ...LINES_TYPE, 'idempotency-key': key, ...headers },
  })
}

export const rowsIn = (answer: LightMyRequestResponse): Record<string, unknown>[] =>
  answer.body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
