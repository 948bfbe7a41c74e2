import {
  batchViewSchema,
  bulkRequeueSchema,
  jobViewSchema,
  resultRowSchema,
  timelineSchema,
} from '@kiln/contract'
import { atOnce } from '@kiln/local'
import type { AcceptedJob } from '../audit/evidence.ts'
import { finding, type Finding } from '../audit/evidence.ts'
import type { Ask } from '../load/ask.ts'

interface Parses {
  safeParse(value: unknown): { success: true } | { success: false; error: Error }
}

/** What one release wrote, as the other shows it: which page, by which contract. */
type Page = readonly [path: string, contract: Parses, job: string | null]

const AT_ONCE = 8

export interface Shown {
  pages: number
  findings: Finding[]
}

/** Every job, batch and requeue, whichever release made it, by the contract of this one. */
export async function showAll(
  ask: Ask,
  jobs: readonly AcceptedJob[],
  batches: readonly string[],
  requeues: readonly string[],
): Promise<Shown> {
  const pages: Page[] = [
    ...jobs.flatMap(({ id }): Page[] => [
      [`/v1/jobs/${id}`, jobViewSchema, id],
      [`/v1/jobs/${id}/events`, timelineSchema, id],
    ]),
    ...batches.map((id): Page => [`/v1/batches/${id}`, batchViewSchema, null]),
    ...batches.map((id): Page => [`/v1/batches/${id}/results`, resultRowSchema, null]),
    ...requeues.map((id): Page => [`/v1/requeues/${id}`, bulkRequeueSchema, null]),
  ]
  const faults = await atOnce(AT_ONCE, pages, (page) => faultOf(ask, page))
  return {
    pages: pages.length,
    findings: pages.flatMap(([path, , job], n) => {
      const fault = faults[n] ?? null
      return fault === null ? [] : [finding('notShown', job, `GET ${path}: ${fault}`)]
    }),
  }
}

async function faultOf(ask: Ask, [path, contract]: Page): Promise<string | null> {
  const { status, text } = await ask('GET', path)
  if (status !== 200) return `answered ${status}: ${text.slice(0, 200)}`
  // Results are a row a line.
  for (const row of path.endsWith('/results') ? text.split('\n').filter(Boolean) : [text]) {
    const parsed = contract.safeParse(JSON.parse(row))
    if (!parsed.success) return `does not keep its contract: ${parsed.error.message}`
  }
  return null
}
