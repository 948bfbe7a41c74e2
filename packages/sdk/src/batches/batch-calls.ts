import type { BadLine, BatchView, ResultRow } from '@kiln/contract'
import type { Caller } from '../calls/caller.ts'
import { withKey } from '../keyed.ts'
import type {
  CallOptions,
  ResultsOptions,
  RetryFailedOptions,
  RowsOptions,
  SubmitBatchOptions,
  WaitForBatchOptions,
} from '../options.ts'
import { followRows } from '../streams/follow-rows.ts'
import type { BatchSource } from './batch-source.ts'
import { isPackedFile } from './is-packed.ts'
import { retryFailed } from './retry-failed.ts'
import { uploadOf } from './upload.ts'
import { waitForBatch } from './wait-for-batch.ts'

interface BatchPage {
  batches: BatchView[]
  nextCursor: string | null
}

export function createBatchCalls(caller: Caller, waitingPatienceMs: number) {
  async function submitBatch(source: BatchSource, options: SubmitBatchOptions = {}): Promise<BatchView> {
    const { name, budget, onInvalid, defaults, signal, idempotencyKey = crypto.randomUUID() } = options
    const isPacked = options.isPacked === true || (await isPackedFile(source))
    const packs = options.gzip === true && !isPacked
    const coding = isPacked || packs ? { 'content-encoding': 'gzip' } : {}
    return withKey(idempotencyKey, (key) =>
      caller.json<BatchView>({
        method: 'POST',
        path: '/v1/batches',
        query: { name, budget, onInvalid, ...(defaults && { defaults: JSON.stringify(defaults) }) },
        headers: { ...key, ...coding, 'content-type': 'application/x-ndjson' },
        body: { upload: uploadOf(source, packs) },
        isSafe: true,
        signal,
        // As long as the lines take.
        answerWithinMs: null,
      }),
    )
  }

  const batch = (id: string, options: CallOptions & { patienceMs?: number } = {}) =>
    caller.json<BatchView>({ method: 'GET', path: pathOf(id), isSafe: true, ...options })

  async function* batches({ signal }: CallOptions = {}): AsyncGenerator<BatchView, undefined> {
    let cursor: string | undefined
    do {
      const page: BatchPage = await caller.json({
        method: 'GET',
        path: '/v1/batches',
        query: { cursor },
        isSafe: true,
        signal,
      })
      yield* page.batches
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
  }

  function rowsOf<T extends { line: number }>(path: string, options: ResultsOptions) {
    const { cursor, state, signal } = options
    const query = { state }
    const call = { method: 'GET' as const, path, query, isSafe: true, signal, patienceMs: waitingPatienceMs }
    return followRows<T>({ caller, call, cursor })
  }

  return {
    submitBatch,
    batch,
    batches,
    waitForBatch: (id: string, options: WaitForBatchOptions = {}) =>
      waitForBatch(caller, pathOf(id), waitingPatienceMs, options),
    results: (id: string, options: ResultsOptions = {}) =>
      rowsOf<ResultRow>(`${pathOf(id)}/results`, options),
    errors: (id: string, options: RowsOptions = {}) => rowsOf<BadLine>(`${pathOf(id)}/errors`, options),
    cancelBatch: (id: string, { signal }: CallOptions = {}) =>
      caller.json<BatchView>({ method: 'POST', path: `${pathOf(id)}/cancel`, isSafe: false, signal }),
    retryFailed: (id: string, options: RetryFailedOptions = {}) =>
      retryFailed(caller, `${pathOf(id)}/retry-failed`, options),
  }
}

const pathOf = (id: string) => `/v1/batches/${encodeURIComponent(id)}` as const
