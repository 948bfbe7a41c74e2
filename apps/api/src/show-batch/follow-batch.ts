import { setTimeout as sleep } from 'node:timers/promises'
import { batchViewSchema } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import type { BatchRecord } from '@kiln/ledger'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendProblem } from '../problem/send-problem.ts'
import { openPolls } from '../show-job/open-polls.ts'
import { speak } from '../speak.ts'
import { batchParams, readOwnBatch } from './own-batch.ts'
import { renderBatchNow, type RenderBatch } from './render-batch.ts'
import { sendStream } from './send-stream.ts'

const EVENTS = 'text/event-stream'
/** However much happens, nobody is told oftener. */
const TELL_EVERY_MS = 500
/** While nothing changes: what is likely to come changes all the same, and proxies take a silent connection for a dead one. */
const TELL_AGAIN_MS = 5_000

const schema = {
  summary: 'Follow a batch',
  description:
    'Server-sent events: `progress` with the batch as it is, at once and then whenever it has changed, twice a second ' +
    'at most, and every five seconds at least; `ended` with its end, and with that the stream ends.',
  tags: ['Batches'],
  produces: [EVENTS],
  params: batchParams,
  response: { 200: batchViewSchema, ...problemResponses('batchUnknown') },
}

export function followBatch(api: Api, deps: ApiDeps): void {
  const { ledger } = deps
  const render = renderBatchNow(deps)
  const polls = openPolls(api)
  const options = { config: { access: 'read' as const }, schema }
  api.get('/v1/batches/:id/events', options, async (request, reply) => {
    const batch = await readOwnBatch(ledger, request.caller, request.params.id)
    if (batch === null) return sendProblem(reply, 'batchUnknown')
    const look = () => ledger.batches.read(batch.id)
    const { signal } = polls.open(reply)
    const events = tell(look, render, speak(reply), signal)
    reply.headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    return sendStream(reply, EVENTS, events)
  })
}

async function* tell(
  look: () => Promise<BatchRecord | null>,
  render: RenderBatch,
  language: Language,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let told = ''
  let toldAtMs = -Infinity
  while (!signal.aborted) {
    const batch = await look()
    if (batch === null) return
    const known = JSON.stringify(batch)
    if (known !== told || performance.now() - toldAtMs > TELL_AGAIN_MS) {
      told = known
      toldAtMs = performance.now()
      const event = batch.endedAt === null ? 'progress' : 'ended'
      yield `event: ${event}\ndata: ${JSON.stringify(await render(batch, language))}\n\n`
      if (event === 'ended') return
    }
    await sleep(TELL_EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
}
