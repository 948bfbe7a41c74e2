import type { Rollback } from './remember-intents.ts'

/** The one line that every process logs about it: what happened, and what a person has to do. */
export function rollbackLine({ cause, lastIntentAt }: Rollback) {
  const lastIntent = lastIntentAt === null ? 'none' : new Date(lastIntentAt).toISOString()
  return {
    fields: { event: 'rolledBack', gate: 'paused', cause, lastIntent },
    message:
      'Redis has forgotten what was paid for, so nothing is submitted any more. Look in the log of KIE for tasks ' +
      'made after lastIntent, cancel their jobs here, then POST /v1/system/resume {"scope": "submit"}',
  }
}
