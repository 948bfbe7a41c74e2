export { createLedger, type Ledger } from './create-ledger.ts'
export { connectForBlocking, connectForRequests, connectForWork, isRedisAway } from './connection/connect.ts'
export * from './acts/acts.ts'
export { stakeOf } from './acts/act.ts'
export type { RedisServers } from './connection/redis-servers.ts'
export { checkContract, type RedisContract, type RequiredSetting } from './connection/contract.ts'
export { startFeeder, type Feeder } from './feed/feeder.ts'
export { openSubmitQueue, queuePrefix, SUBMIT_QUEUE, type SubmitQueue } from './feed/submit-queue.ts'
export type { AuditEntry, AuditPage, AuditQuery } from './acts/audit-page.ts'
export type * from './access/key-ledger.ts'
export type { BatchStep } from './batches/advance-batch.ts'
export type { BatchRecord, NewBatch } from './batches/batch-record.ts'
export { jobIdOf, type BatchRow } from './batches/read-rows.ts'
export { openLines, type Standing } from './batches/show-batches.ts'
export type { BatchLine, Staging } from './batches/staging.ts'
export type { BatchOutcome, OpenedBatch } from './batches/submit-batch.ts'
export {
  CANCELABLE_STATES,
  nextStepOf,
  type BulkRecord,
  type CancelFilter,
  type CancelRecord,
  type NewBulk,
  type NewCancel,
  type NewRequeue,
  type RequeueFilter,
  type RequeueRecord,
} from './bulk/bulk-record.ts'
export { matchesCancel, matchesRequeue } from './bulk/matches.ts'
export type { CancelPlan } from './bulk/plan-cancel.ts'
export type { RequeuePlan } from './bulk/plan-requeue.ts'
export type { Tally } from './bulk/tally.ts'
export type { BulkLedger, BulkNote, BulkNoted, ClaimedBulk, CreatedBulk } from './bulk/bulk-ledger.ts'
export type { FailureGroup, FailurePage, FailureQuery } from './failures/list-failures.ts'
export type { CreditForecast } from './credits/forecast.ts'
export { readGateCause, type GateCause } from './gates/read-cause.ts'
export { gateKind, tellGateChange } from './gates/gate-line.ts'
export type { GateChange } from './gates/tell-changes.ts'
export { rememberIntents, type IntentMemory, type Mark, type Rollback } from './guard/remember-intents.ts'
export { newerLedgerWords, newerSchemaOf, olderAtWorkWords, readNewerSchema, SCHEMA } from './guard/schema.ts'
export { rollbackLine } from './guard/rollback-line.ts'
export { isJobId } from './keys.ts'
export * from './ledger.ts'
export { ledgerLimits, readTimeoutMs, type LedgerLimits } from './limits.ts'
export * from './record.ts'
export { followVerdicts, type Verdicts } from './show/verdicts.ts'
export type { Begun } from './submit/begin.ts'
export type { Claim, Claims, ConfirmClaim, Pacing, WatchClaim } from './watch/claim.ts'
export type { Confirmation } from './watch/confirm.ts'
export { scriptHashes } from './scripts.ts'
export type { ReadEvidence } from './watch/record-read.ts'
export type { Moved } from './moved.ts'
