import { retryFailedBodySchema, retriedSchema, type RetriedView } from '@kiln/contract'
import type { JobForAct } from '@kiln/ledger'
import type { ChargeRisk } from '@kiln/lifecycle'
import { requeue, type Wish } from '@kiln/operator-acts'
import type { FastifyBaseLogger } from 'fastify'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendProblem } from '../problem/send-problem.ts'
import { batchParams, readOwnBatch } from '../show-batch/own-batch.ts'
import { noteActed } from './answer-acted.ts'
import { actDepsOf } from './act-deps.ts'

const schema = {
  summary: 'Run the failed jobs of a batch again',
  description:
    'Each as by its own requeue: KIE is asked first where a task is known, and what wants a confirmation is left as it ' +
    'is and counted, unless `confirmCharge` is true. What KIE cannot be asked about is left either way. One call works for seconds; go on with `cursor` until `next` is ' +
    'null. A job that fails again on the way is not looked at twice.',
  tags: ['Batches'],
  params: batchParams,
  body: retryFailedBodySchema.nullish(),
  response: {
    200: retriedSchema,
    ...problemResponses(
      'bodyUnparsable',
      'batchUnknown',
      'bodyTooLarge',
      'mediaTypeUnsupported',
      'validation',
    ),
  },
}

/** Jobs that one call looks at unless told. */
const LIMIT = 100
/** No further job is begun after this; the last one may wait for KIE as long again, and longer. */
const SLICE_MS = 5_000

type Fate = Exclude<keyof RetriedView, 'looked' | 'next'>
type Retry = (found: JobForAct) => Promise<Fate>

export function retryFailed(api: Api, deps: ApiDeps): void {
  const { ledger } = deps
  const options = { config: { access: 'operate' as const }, schema }
  api.post('/v1/batches/:id/retry-failed', options, async (request, reply) => {
    const batch = await readOwnBatch(ledger, request.caller, request.params.id)
    if (batch === null) return sendProblem(reply, 'batchUnknown')
    const { class: failure, confirmCharge = false, limit = LIMIT, cursor } = request.body ?? {}
    const { tenant } = batch
    const by = request.caller.key
    const page = await ledger.list({
      tenant,
      batchId: batch.id,
      state: 'failed',
      limit,
      ...(failure !== undefined && { failure }),
      ...(cursor !== undefined && { cursor: Number(cursor) }),
    })
    // A job that KIE cannot be asked about now is left for later: a hundred at once would be dear.
    const confirms = (risk: ChargeRisk) => confirmCharge && risk !== 'kieSilent'
    const retry = retryOne(deps, request.log, { actor: () => ({ by }), confirms, edited: null })
    const untilMs = performance.now() + SLICE_MS
    return retrySlice(ledger, page, retry, () => performance.now() > untilMs)
  })
}

/** As many jobs of a page as there is time for, and where to go on. */
export async function retrySlice(
  ledger: ApiDeps['ledger'],
  { jobs, nextCursor }: Awaited<ReturnType<ApiDeps['ledger']['list']>>,
  retry: Retry,
  isOver: () => boolean,
): Promise<RetriedView> {
  const told = { looked: 0, requeued: 0, adopted: 0, resumed: 0, needsConfirm: 0, refused: 0 }
  for (const { id, seq, attempt } of jobs) {
    const found = await ledger.acts.read(id)
    told.looked += 1
    // An attempt that is new since the list was read was opened by somebody who was first.
    told[found?.job.attempt === attempt ? await retry(found) : 'refused'] += 1
    // A damaged record may not know its place; the next one does.
    if (seq > 0 && told.looked < jobs.length && isOver()) {
      return { ...told, next: String(seq) }
    }
  }
  return { ...told, next: nextCursor === null ? null : String(nextCursor) }
}

function retryOne(deps: ApiDeps, log: FastifyBaseLogger, wish: Wish): Retry {
  const actDeps = actDepsOf(deps)
  return async (found) => {
    const { job, readable } = found
    // Somebody was first, or the record was damaged on the way.
    if (!readable || job.state !== 'failed') return 'refused'
    const done = await requeue(actDeps, found, wish)
    if (done.kind === 'needsConfirm') return 'needsConfirm'
    if (done.kind === 'stale' || done.acted.kind !== 'done') return 'refused'
    await noteActed(deps, log, wish.actor(done.event).by, { event: done.event, found, credits: job.ceiling })
    return done.event
  }
}
