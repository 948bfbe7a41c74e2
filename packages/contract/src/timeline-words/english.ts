import { EVENTS, type JobEvent } from '@kiln/lifecycle'
import type { TimelineNote } from '../timeline.ts'

/** What a timeline says. Each language has all of it. */
export const ENGLISH = {
  events: {
    ...EVENTS,
    begun: 'the intent is written; createTask may be sent once',
    accepted: 'accepted by kiln',
    waited: 'told to wait',
    held: 'was held by a gate',
    answered: 'createTask was answered; it changed nothing any more',
    callback: 'a callback came',
    callbackChecked: 'KIE was asked about the task that a callback named',
    read: 'recordInfo was read',
    strayTask: 'a paid task that no attempt waits for',
    omitted: 'entries left out, for want of room',
  } satisfies Record<JobEvent | TimelineNote, string> as Readonly<Record<JobEvent | TimelineNote, string>>,

  /** What stands before a value. */
  labels: {
    call: 'call',
    class: 'means',
    http: 'HTTP',
    code: 'KIE code',
    message: 'message',
    state: 'KIE state',
    taskId: 'KIE task',
    gate: 'gate',
    cause: 'because',
    since: 'since',
    till: 'until',
    hold: 'credits held',
    sentAfterMs: 'sent after',
    ms: 'took',
    credits: 'credits',
    charged: 'charged',
    heard: 'taken as',
    became: 'outcome',
    by: 'by',
    act: 'act',
    ofAttempt: 'of attempt',
    kieCreatedAt: 'made, by KIE’s clock',
    kieCompletedAt: 'ended, by KIE’s clock',
    times: 'times',
    lastAt: 'last',
    entries: 'entries',
    fault: 'fault',
  },

  /** Values that are kiln's own words. */
  values: {
    charged: { yes: 'yes', no: 'no', unknown: 'not known' },
    heard: {
      readNow: 'a reason to read now',
      toBeConfirmed: 'to be confirmed by a read',
      nothingNew: 'nothing new',
      namesNoTask: 'nothing: it names no task',
      tooManyTasks: 'nothing: it names too many tasks',
      notSigned: 'nothing: not signed by KIE',
      signedLongAgo: 'nothing: signed too long ago',
    },
    became: {
      askAgain: 'not decided, asked again later',
      refused: 'not believed: no task of this job',
      nothingToDo: 'true, and known already',
      known: 'the task was known already, by its callback',
      stale: 'the job had moved on',
      illegal: 'the job had moved on',
    },
  },

  attempt: (attempt: number) => `attempt ${attempt}`,
  duration: (seconds: string) => `${seconds} s`,
}
