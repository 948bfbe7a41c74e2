import { BATCH_SCENARIOS } from './batch/batch.ts'
import { BULK_SCENARIOS } from './bulk/bulk.ts'
import { CALLBACK_SCENARIOS } from './callback.ts'
import { LIMITS_SCENARIOS } from './limits/limits.ts'
import { LOST_ANSWER_SCENARIOS } from './lost-answers.ts'
import { REDIS_SCENARIOS } from './redis.ts'
import type { Scenario } from './scenario.ts'
import { SUBMIT_SCENARIOS } from './submit.ts'
import { WATCH_SCENARIOS } from './watch.ts'

/** What can be broken, as the command names it. */
export const GROUPS = {
  submit: SUBMIT_SCENARIOS,
  watch: WATCH_SCENARIOS,
  callback: CALLBACK_SCENARIOS,
  answers: LOST_ANSWER_SCENARIOS,
  redis: REDIS_SCENARIOS,
  limits: LIMITS_SCENARIOS,
  batch: BATCH_SCENARIOS,
  bulk: BULK_SCENARIOS,
} as const satisfies Record<string, readonly Scenario[]>
export type GroupName = keyof typeof GROUPS
