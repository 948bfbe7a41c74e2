import { createHash } from 'node:crypto'
import type { ApiConfig, WorkerConfig } from './config.ts'

/**
 * What every process of an installation has to be told alike, as a short text to compare: two processes with other limits
 * or times would each break what the other keeps to. It hides what it was made of.
 */
export function digestSettings({ kie, submit, poll, timing, speed }: ApiConfig | WorkerConfig): string {
  const alike = [
    kie.baseUrl,
    kie.callbackUrl,
    submit.limit,
    sorted(submit.weights),
    sorted(submit.budgets),
    sorted(submit.queuePerKey),
    poll.limit,
    timing,
    speed,
  ]
  return createHash('sha256').update(JSON.stringify(alike)).digest('hex').slice(0, 16)
}

const sorted = (amounts: object) =>
  Object.entries(amounts).toSorted(([one], [other]) => (one < other ? -1 : 1))
