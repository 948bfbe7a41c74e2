import {
  badLineSchema,
  batchErrorsQuerySchema,
  resultRowSchema,
  resultsQuerySchema,
  type ResultRow,
} from '@kiln/contract'
import type { Language } from '@kiln/languages'
import type { BatchRecord, BatchRow } from '@kiln/ledger'
import type { State } from '@kiln/lifecycle'
import type { FastifyReply } from 'fastify'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendProblem } from '../problem/send-problem.ts'
import { openPolls } from '../show-job/open-polls.ts'
import { renderJob } from '../show-job/render-job.ts'
import { speak } from '../speak.ts'
import { batchParams, readOwnBatch } from './own-batch.ts'
import { sendStream } from './send-stream.ts'

const LINES = 'application/x-ndjson'
const produces = [LINES]

const schemas = {
  results: {
    summary: 'Stream the results of a batch',
    description:
      'One row for each accepted line, in the order of the lines, at any time: what has no result yet says its state. ' +
      'A stream that broke off goes on behind the line that was read last (`cursor`).',
    tags: ['Batches'],
    produces,
    params: batchParams,
    querystring: resultsQuerySchema,
    response: { 200: resultRowSchema, ...problemResponses('batchUnknown', 'validation') },
  },
  errors: {
    summary: 'Stream the bad lines of a batch',
    description: 'One row for each bad line, in the language in which the batch was sent.',
    tags: ['Batches'],
    produces,
    params: batchParams,
    querystring: batchErrorsQuerySchema,
    response: { 200: badLineSchema, ...problemResponses('batchUnknown', 'validation') },
  },
}

export function streamRows(api: Api, deps: ApiDeps): void {
  const { ledger } = deps
  const polls = openPolls(api)
  const config = { access: 'read' as const }

  function send(reply: FastifyReply, pages: AsyncIterable<string>): FastifyReply {
    const { signal } = polls.open(reply)
    return sendStream(reply, LINES, untilAborted(pages, signal))
  }

  api.get('/v1/batches/:id/results', { config, schema: schemas.results }, async (request, reply) => {
    const batch = await readOwnBatch(ledger, request.caller, request.params.id)
    if (batch === null) return sendProblem(reply, 'batchUnknown')
    const { cursor = 0, state } = request.query
    const language = speak(reply)
    return send(reply, resultPages(ledger.batches.rows(batch.id, cursor), batch, language, state ?? null))
  })

  api.get('/v1/batches/:id/errors', { config, schema: schemas.errors }, async (request, reply) => {
    const batch = await readOwnBatch(ledger, request.caller, request.params.id)
    if (batch === null) return sendProblem(reply, 'batchUnknown')
    return send(reply, errorPages(ledger.batches.badRows(batch.id, request.query.cursor ?? 0)))
  })
}

async function* untilAborted(pages: AsyncIterable<string>, signal: AbortSignal): AsyncGenerator<string> {
  for await (const page of pages) {
    // Ended in order it would look whole.
    if (signal.aborted) throw new Error('the server closes, or nobody reads any more')
    if (page !== '') yield page
  }
}

async function* resultPages(
  pages: AsyncIterable<BatchRow[]>,
  batch: BatchRecord,
  language: Language,
  only: State | null,
): AsyncGenerator<string> {
  for await (const rows of pages) {
    const shown = rows.map((row) => renderRow(row, batch, language))
    const wanted = only === null ? shown : shown.filter(({ state }) => state === only)
    yield wanted.map((row) => `${JSON.stringify(row)}\n`).join('')
  }
}

async function* errorPages(pages: AsyncIterable<{ text: string }[]>): AsyncGenerator<string> {
  for await (const rows of pages) yield rows.map(({ text }) => `${text}\n`).join('')
}

function renderRow(row: BatchRow, { cancelRequestedAt }: BatchRecord, language: Language): ResultRow {
  if (row.kind === 'line') {
    const { id, line, customId, model, quoted } = row
    const isCanceled = cancelRequestedAt !== null
    const state = isCanceled ? 'canceled' : 'queued'
    const credits = { quoted, charged: null }
    return { customId, id: isCanceled ? null : id, line, model, state, result: null, failure: null, credits }
  }
  const { customId, id, model, state, result, failure, credits } = renderJob(row.job, null, language)
  return { customId, id, line: row.line, model, state, result, failure, credits }
}
