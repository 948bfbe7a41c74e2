import { createHash } from 'node:crypto'
import type { State } from '@kiln/lifecycle'

/**
 * Names of the ledger's keys. Only kiln's own words and ids stand in them; what a caller
 * chooses is hashed first.
 */
export const indexOf = {
  all: 'all',
  state: (state: State) => `state:${state}`,
  model: (model: string) => `model:${model}`,
  tenant: (tenant: string) => `tenant:${tenant}`,
  failure: (failureClass: string) => `failure:${failureClass}`,
  cause: (scope: FailureScope, cause: string) => `causeJobs:${scope}:${cause}`,
  batch: (batchId: string) => `batch:${batchId}`,
  customId: (tenant: string, customId: string) =>
    `customId:${createHash('sha1').update(`${tenant}\n${customId}`).digest('hex')}`,
}

export function keysUnder(prefix: string) {
  const key = (...parts: string[]) => [prefix, ...parts].join(':')
  return {
    key,
    job: (id: string) => key('job', id),
    events: (id: string) => key('events', id),
    ready: (lane: string, model: string) => key('ready', lane, model),
    gates: key('gates'),
    window: key('window'),
    outbox: key('outbox'),
    later: key('later'),
    runTimes: key('runTimes'),
    counts: key('counts'),
    audit: key('audit'),
    auditOfBulk: key('auditOfBulk'),
    apiKeys: key('apiKeys'),
    apiKeysUsed: key('apiKeysUsed'),
    batchRecord: (id: string) => key('batchRecord', id),
    batchLines: (id: string) => key('batchLines', id),
    batchErrors: (id: string) => key('batchErrors', id),
    batches: (tenant: string) => key('batches', tenant),
    inFlight: (keyHash: string) => key('inFlight', keyHash),
  }
}

const JOB_ID = /^job_[0-9a-f]{24}$/

/** Only ids of this shape ever become part of a key. */
export function isJobId(id: string): boolean {
  return JOB_ID.test(id)
}

const BATCH_ID = /^batch_[0-9a-f]{24}$/

export function isBatchId(id: string): boolean {
  return BATCH_ID.test(id)
}

const CAUSE_ID = /^cause_[0-9a-f]{16}$/

export function isCauseId(id: string): boolean {
  return CAUSE_ID.test(id)
}

const BULK_ID = /^(?:requeue|cancel)_[0-9a-f]{24}$/

export function isBulkId(id: string): boolean {
  return BULK_ID.test(id)
}

/** Whose failures stand together. */
export type FailureScope = `tenant:${string}` | `batch:${string}`

export const scopeOf = (tenant: string, batchId: string | undefined): FailureScope =>
  batchId === undefined ? `tenant:${tenant}` : `batch:${batchId}`

/** Jobs wait in lanes that take turns: a tenant's batch each, and one for its single jobs. */
export function laneOf(job: { tenant: string; batchId: string | null }): string {
  return `${job.tenant}/${job.batchId ?? 'singles'}`
}
