/** What one createTask call came to. These words stand in logs, metrics and the API. */
export const SUBMIT_CLASSES = [
  'accepted',
  'rateLimited',
  'noCredits',
  'unauthorized',
  'maintenance',
  'invalidInput',
  'notFound',
  'disabled',
  'inputUnreachable',
  'generationFailed',
  'upstreamTimeout',
  'upstreamError',
  'edge',
  'notSent',
  'unknown',
] as const
export type SubmitClass = (typeof SUBMIT_CLASSES)[number]

/** Why a job failed. */
export const FAILURE_CLASSES = [
  'invalidInput',
  'notFound',
  'disabled',
  'inputUnreachable',
  'generationFailed',
  'contentRefused',
  'upstreamTimeout',
  'upstreamError',
  'noCredits',
] as const
export type FailureClass = (typeof FAILURE_CLASSES)[number]

/** What one recordInfo read came to. */
export const READ_CLASSES = [
  'succeeded',
  'failed',
  'resultless',
  'pending',
  'unauthorized',
  'noCredits',
  'rateLimited',
  'maintenance',
  'taskUnknown',
  'unreadable',
] as const
export type ReadClass = (typeof READ_CLASSES)[number]

/** KIE's own words for an outcome: `code` is its number as text, `message` is cut and never trusted. */
export interface KieWords {
  code: string
  message: string
}

export type SubmitOutcome =
  | { class: 'accepted'; taskId: string }
  | { class: 'rateLimited'; words: KieWords; retryAfterMs: number | null }
  | { class: 'invalidInput'; words: KieWords; field: string | null }
  | { class: Exclude<SubmitClass, 'accepted' | 'rateLimited' | 'invalidInput'>; words: KieWords }

export interface TaskResult {
  urls: string[]
  object?: unknown
}

export type ReadOutcome =
  | { class: 'succeeded'; result: TaskResult; creditsConsumed: number | null }
  | {
      class: 'failed'
      failure: FailureClass
      words: KieWords
      creditsConsumed: number | null
    }
  | { class: 'resultless'; creditsConsumed: number | null }
  | { class: 'pending' }
  | { class: 'rateLimited'; words: KieWords; retryAfterMs: number | null }
  | { class: 'unauthorized' | 'noCredits' | 'maintenance' | 'taskUnknown' | 'unreadable'; words: KieWords }
