import type { JobView, ReceiptView } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import type { JobHistory } from '@kiln/ledger'
import { renderTimeline } from '../job-timeline/render-timeline.ts'
import { attemptsOf } from './attempts.ts'
import { notKnownOf } from './unknowns.ts'
import { waitsOf } from './waits.ts'
import { withoutTokens } from './without-tokens.ts'
import { RECEIPT_WORDS } from './words/words.ts'

export interface ReceiptWish {
  /** Without the input, for sending on. */
  inputHidden: boolean
  language: Language
  madeAt: Date
}

/** Everything that is known of a job, and what is not. `job` is its view as of now. */
export function renderReceipt(
  { attempts: records, timeline }: JobHistory,
  job: JobView,
  { inputHidden, language, madeAt }: ReceiptWish,
): ReceiptView {
  const told = attemptsOf(records, timeline)
  const attempts = inputHidden ? told.map((attempt) => ({ ...attempt, input: null })) : told
  const { text } = RECEIPT_WORDS[language].notKnown
  return withoutTokens({
    madeAt: madeAt.toISOString(),
    inputHidden,
    job: { ...job, input: inputHidden ? null : job.input },
    taskIds: taskIdsOf(job, { attempts: records, timeline }),
    waits: waitsOf(timeline, madeAt.getTime()),
    attempts,
    notKnown: notKnownOf(job, attempts, timeline).map(({ code, attempt, count = 0 }) => ({
      code,
      attempt,
      text: text[code](count),
    })),
    timeline: renderTimeline(job.id, timeline).events,
  })
}

/** Events that name a task KIE made for this job; a callback may name any. */
const NAMES_ITS_TASK = new Set<string>(['bound', 'answered', 'strayTask', 'rescued'])

function taskIdsOf(
  job: JobView,
  { attempts, timeline }: Pick<JobHistory, 'attempts' | 'timeline'>,
): string[] {
  const told = timeline.flatMap(({ event, detail }) =>
    NAMES_ITS_TASK.has(event) && detail?.['taskId'] !== undefined ? [String(detail['taskId'])] : [],
  )
  const known = [
    ...attempts.flatMap(({ taskId }) => taskId ?? []),
    ...told,
    ...(job.taskId ? [job.taskId] : []),
  ]
  return [...new Set(known)]
}
