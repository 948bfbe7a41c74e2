import type { BatchQuery } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import type { BatchOutcome, NewBatch, OpenedBatch } from '@kiln/ledger'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { rememberKey } from '../accept-job/idempotency.ts'
import { judgeBatchBudget, judgeBudget } from '../accept-job/judge-budget.ts'
import { capsOf } from '../access/caps-of.ts'
import type { ApiDeps } from '../deps.ts'
import { sendProblem, sendQueueFull } from '../problem/send-problem.ts'
import { renderAcceptedBatch } from '../show-batch/render-batch.ts'
import { speak } from '../speak.ts'
import { WORDS } from '../words/words.ts'
import { readBatchBody, type BatchBody } from './read-body.ts'
import { headOfQuery, readHead, type BatchHead } from './read-head.ts'
import { refuseBody, refuseDefaults, refuseLines, refuseUnread, type Refusal } from './refuse.ts'
import { takeLines, type Intake, type Totals } from './take-lines.ts'

export interface BatchCall {
  request: FastifyRequest
  reply: FastifyReply
  query: BatchQuery
  /** Whether the body is lines, or one document. */
  isLines: boolean
  idempotencyKey: string
  signal: AbortSignal
}

const IN_FLIGHT_RETRY_S = 2

/** Takes a batch in as it comes, and answers once it is kept as a whole, or why it is not. */
export async function takeIn(call: BatchCall, deps: ApiDeps): Promise<FastifyReply> {
  const { request, reply, query } = call
  const language = speak(reply)
  const head = headOfQuery(query)
  if (head === null) return refuseDefaults(reply, language)
  const body = readBatchBody(request.raw, call.isLines, { ...head }, JSON.stringify(query))
  const key = rememberKey(request.caller.tenant, call.idempotencyKey, deps.config.speed)
  const opened = await deps.ledger.batches.open(request.caller.tenant, key.keyHash)
  if (opened.kind === 'inFlight') {
    return sendProblem(reply.header('retry-after', IN_FLIGHT_RETRY_S), 'idempotencyInFlight')
  }
  if (opened.kind === 'queueFull') return sendQueueFull(reply, opened.beyond, deps.config.submit.limit)
  if (opened.kind === 'known') {
    // Only the whole body tells whether it is the same.
    await readThrough(body.lines)
    const fault = body.fault()
    if (fault !== null) return refuseBody(reply, fault, language)
    return answer(call, deps, await deps.ledger.batches.replay({ ...key, fingerprint: body.fingerprint() }))
  }
  const drop = () => deps.ledger.batches.drop(opened.id, key.keyHash)
  try {
    const taken = await takeWhole(call, deps, body, opened, language)
    // Whoever is refused may come again at once under the same key.
    if ('refuse' in taken) return drop().then(() => taken.refuse(reply))
    const wholeKey = { ...key, fingerprint: body.fingerprint() }
    const outcome = await deps.ledger.batches.commit(taken.batch, opened.staging, wholeKey)
    if (outcome.kind !== 'accepted') await drop()
    return answer(call, deps, outcome)
  } catch (error) {
    await drop()
    throw error
  }
}

type Opened = Extract<OpenedBatch, { kind: 'opened' }>

async function takeWhole(
  call: BatchCall,
  deps: ApiDeps,
  body: BatchBody,
  { id, staging, mostLines }: Opened,
  language: Language,
): Promise<{ batch: NewBatch } | { refuse: Refusal }> {
  const { query, signal } = call
  const { tenant } = call.request.caller
  const read = () => readHead(body.head(), language)
  const head = () => {
    const reading = read()
    return reading.ok ? reading.head : null
  }
  const taken = await takeLines(body, staging, {
    ...deps,
    language,
    tenant,
    defaultRetries: deps.config.defaultRetries,
    judgeCeiling: judgeCeiling(tenant, deps, language),
    mostLines,
    readHead: head,
    signal,
  })
  const fault = body.fault()
  if (fault !== null) return { refuse: (reply) => refuseBody(reply, fault, language) }
  const reading = read()
  if (!reading.ok) {
    const { errors } = reading
    return { refuse: (reply) => sendProblem(reply, 'validation', errors[0]?.message, errors) }
  }
  if (taken.kind === 'faultyHead') throw new Error('the head of a batch was faulty, and is not any more')
  if (taken.kind !== 'whole') return { refuse: refuseUnread(taken.kind, mostLines, language) }
  const refuse = refuseLines(taken.totals, query.onInvalid, language)
  return refuse === null ? { batch: newBatch(id, tenant, reading.head, taken.totals) } : { refuse }
}

function newBatch(id: string, tenant: string, { name, budget }: BatchHead, totals: Totals): NewBatch {
  return {
    id,
    tenant,
    name: name ?? null,
    budget: budget?.credits ?? null,
    quoted: totals.priced.credits,
    unpriced: totals.counts.unpriced,
    models: totals.models.map(({ model }) => model),
  }
}

function judgeCeiling(tenant: string, deps: ApiDeps, language: Language): Intake['judgeCeiling'] {
  const aDay = capsOf(tenant, deps).budgetPerDay
  return (ceiling, { budget }) =>
    judgeBudget(ceiling, aDay, language) ?? judgeBatchBudget(ceiling, budget?.credits ?? null, language)
}

async function answer(
  { request, reply }: BatchCall,
  { config }: ApiDeps,
  outcome: BatchOutcome,
): Promise<FastifyReply> {
  switch (outcome.kind) {
    case 'conflict':
      return sendProblem(reply, 'idempotencyConflict')
    case 'queueFull':
      return sendQueueFull(reply, outcome.beyond, config.submit.limit)
    case 'lost':
      return sendProblem(reply, 'requestTimedOut', WORDS[speak(reply)].batch.tookTooLong)
    case 'replayed':
      reply.header('idempotency-replayed', 'true')
      break
    case 'accepted': {
      const { id: batch, lines, invalid } = outcome.batch
      request.log.info({ event: 'batchAccepted', batch, lines, invalid }, 'batch accepted')
    }
  }
  const view = renderAcceptedBatch(outcome.batch)
  return reply.code(202).header('location', view.links.self).send(view)
}

async function readThrough(lines: AsyncIterable<unknown>): Promise<void> {
  const all = lines[Symbol.asyncIterator]()
  while ((await all.next()).done !== true);
}
