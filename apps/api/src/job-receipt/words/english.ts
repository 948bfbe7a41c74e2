import type { Unknown } from '@kiln/contract'
import type { ParkedReason } from '@kiln/ledger'

/** What a receipt says. Each language has all of it. */
export const ENGLISH = {
  title: 'Receipt',
  of: (id: string) => `Receipt of ${id}`,
  madeAt: (at: string) => `Made at ${at}. All times are UTC.`,

  sections: {
    job: 'The job',
    money: 'Credits',
    outcome: 'What became of it',
    attempts: 'Attempts',
    waits: 'Waiting',
    notKnown: 'What is not known',
    timeline: 'Everything that happened',
    input: 'Input, exactly as sent',
  },

  job: {
    id: 'Job',
    customId: 'Your id',
    batchId: 'Batch',
    model: 'Model',
    taskIds: 'KIE tasks',
    state: 'State',
    createdAt: 'Accepted',
    finishedAt: 'Ended',
    cancelRequestedAt: 'Cancel asked for',
  },

  money: {
    quoted: 'Quoted before it ran',
    held: 'Held of a budget at the last attempt',
    charged: 'Charged by KIE, as told so far',
    credits: (amount: string) => `${amount} credits`,
    unknown: 'not known',
    nothing: 'nothing',
  },

  outcome: {
    failure: 'Failure',
    code: 'KIE code',
    message: 'KIE’s words',
    charged: 'Charged',
    advice: 'What to do',
    parked: 'Waits for a person',
    waitingFor: 'Waits for',
    results: 'Results',
    object: 'Result',
    expiresAt: 'KIE’s links usually die',
    none: 'No verdict yet.',
    nothing: 'It ended without a result.',
  },

  attempts: {
    none: 'None was begun: nothing was sent to KIE.',
    columns: {
      attempt: '#',
      begunAt: 'Intent written',
      sentAt: 'createTask sent',
      answeredAt: 'Answered',
      answer: 'Answer',
      taskId: 'KIE task',
      reads: 'Reads',
      callbacks: 'Callbacks',
      ended: 'Ended',
      charged: 'Charged',
    },
    noAnswer: 'no answer was written down',
    goesOn: 'goes on',
  },

  waits: {
    none: 'It never waited.',
    columns: { since: 'From', until: 'To', ms: 'How long', gates: 'Held by' },
    turn: 'its turn, or a place in the window',
    still: 'still waits',
  },

  notKnown: {
    none: 'Nothing that matters: all of it was told.',
    text: {
      price: () => 'What the job may cost: its price was not known.',
      sent: () => 'Whether createTask was sent: no answer of it was written down.',
      task: () => 'Whether KIE made a task: the call may have reached it, and its answer says nothing.',
      charge: () => 'Whether KIE charged the attempt, and how much.',
      result: () => 'Whether there is a result: KIE did not show one.',
      verdict: () => 'How it ends: there is no verdict yet.',
      record: () => 'What the record held: it cannot be read.',
      entries: (count: number) => `What ${count} entries said that there was no room for.`,
    } satisfies Record<Unknown, (count: number) => string> as Readonly<
      Record<Unknown, (count: number) => string>
    >,
  },

  parked: {
    noAnswer:
      'The answer to createTask was lost, and no callback explained it. Look for the task in KIE’s own log before anything is sent again.',
    noVerdict: 'KIE gave no verdict in a day. Ask KIE about the task.',
    taskVanished: 'KIE no longer knows the task. Ask KIE what became of it, and whether it was charged.',
    noResult: 'KIE says success and shows no result. Ask KIE for it; the task was paid for.',
    quarantined: 'The record cannot be read. Whoever runs kiln has to look at it.',
  } satisfies Record<ParkedReason, string> as Readonly<Record<ParkedReason, string>>,

  timeline: { at: 'When', what: 'What', told: 'Told' },
  hidden: 'Left out of this copy.',
}
