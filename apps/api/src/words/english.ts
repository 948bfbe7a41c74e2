import type { ChargeRisk, Gate } from '@kiln/lifecycle'

/** `budget` and `turn` are never closed: they are how jobs share. */
type ClosedGate = Exclude<Gate, 'budget' | 'turn'>

const codes = (names: readonly string[]) => names.map((name) => `\`${name}\``)

/** What only the HTTP side says. Each language has all of it. */
/** What a closed gate means; `cause` is what KIE, an operator or kiln said when it closed. */
const closed: Record<ClosedGate, (cause: string) => string> = {
  paused: (cause) => cause,
  auth: (cause) => `KIE refuses the key, so nothing is sent or read: ${cause}`,
  edge: (cause) => `Something that is not KIE answered, so nothing is sent: ${cause}`,
  unreachable: (cause) => `KIE cannot be reached: ${cause}`,
  credits: (cause) => `The account has run out of credits; the job goes on after a top-up: ${cause}`,
  maintenance: (cause) => `KIE is under maintenance: ${cause}`,
  model: (cause) => `This model takes no jobs at present: ${cause}`,
  rate: (cause) => `KIE asked for a pause: ${cause}`,
}

export const ENGLISH = {
  emptyBody: 'The body is empty.',
  scopeNeeded: (needed: string, held: readonly string[]) =>
    `This call needs the scope \`${needed}\`; the key has ${codes(held).join(', ')}.`,
  expiresInPast: {
    message: '`expiresAt` must be a time to come.',
    expected: 'a time to come',
    hint: 'Leave it out for a key that never ends.',
  },
  didYouMean: (ids: readonly string[]) => `Did you mean ${ids.join(' or ')}?`,
  waiting: {
    closed,
    /** Why, where kiln itself closed it or a person did. */
    causes: {
      pausedBy: (by: string) => `paused by ${by}`,
      restarted: 'Redis restarted; every worker says first how far it remembers',
      rolledBack: (missing: number) =>
        `Redis went back in time, and its last ${missing} intents are missing; jobs paid since stand as queued`,
      forked:
        'Redis went back in time, and others began anew where intents are missing; jobs paid since stand as queued',
      otherLedger:
        'another ledger stands where the one was that kiln worked with; what was paid there is unknown here',
      notReached: 'five calls in a row did not reach KIE',
      notOfKie: (answer: string) => `five answers in a row could not be KIE's: ${answer}`,
      sickModel: (bad: number, all: number, lastBy: string) =>
        `${bad} of the last ${all} jobs failed, the last one by ${lastBy}`,
      notKie: (status: string) => `HTTP ${status} with no KIE answer in it`,
      notReadable: (status: string) => `HTTP ${status} with a body too large or not readable`,
    },
    pause: 'A pause before the next attempt.',
    windowFull: (places: number) => `All ${places} places of the submit window are taken.`,
    slowStart: 'A gate has just opened; jobs go a few at a time until KIE keeps up.',
    creditsShort: 'The balance of the account does not pay for this job; it goes on after a top-up.',
    batchBudgetSpent:
      'What is left of the budget of its batch does not pay for this job: cancel the rest, or let it wait.',
    budgetSpent: 'The key has spent what it may in a day; the job goes on with the next one.',
    neverWithinBudget:
      'The job may cost more than its key may spend in a day, or nobody knows its price: ask for a larger budget, or cancel it.',
    turn: 'Next in turn in its lane.',
    accepted: 'Accepted; its place is known when it is looked up.',
  },
  budget: {
    hint: 'Ask for a larger budget (KILN_BUDGET_PER_DAY), or use another model.',
    knownPrice: 'a model with a known price',
    priceUnknown: (budget: number) =>
      `Nobody knows what this model costs, and this key may spend ${budget} credits a day.`,
    atMost: (budget: number) => `at most ${budget} credits`,
    overBudget: (ceiling: number, budget: number) =>
      `The job may cost ${ceiling} credits, and this key may spend ${budget} a day.`,
  },
  acts: {
    last: {
      requeue: (by: string, at: string) => `${by} requeued it at ${at}.`,
      adopt: (by: string, at: string) =>
        `${by} asked for a requeue at ${at}, and its result was found at KIE.`,
      resume: (by: string, at: string) => `${by} asked for a requeue at ${at}, and its task still ran.`,
      bind: (by: string, at: string) => `${by} bound a task to it at ${at}.`,
      writeOff: (by: string, at: string) => `${by} wrote it off at ${at}.`,
      cancel: (by: string, at: string) => `${by} canceled it at ${at}.`,
    },
    otherAttempt: (now: number, seen: number) => `The job is at attempt ${now} by now, not ${seen}.`,
    moved: 'It went on by itself while it was being looked at.',
    risks: {
      paid: 'The job has its result and was paid for.',
      paidWithoutResult: 'KIE says success and shows no result: the task was most likely charged.',
      parked: 'Nobody knows what became of its attempt: it may have been charged.',
      taskVanished: 'KIE does not know the task, or no longer: it may have been charged.',
      kieSilent: 'KIE did not say what became of the task: it may still run, or have come to a result.',
      chargeUnknown: 'KIE ended the attempt and did not say whether it charged.',
      noTask: 'It was sent before, and no task of it is known: it may have been charged.',
    } satisfies Record<ChargeRisk, string> as Readonly<Record<ChargeRisk, string>>,
    costs: (credits: string) => `A new attempt costs ${credits} credits.`,
    costUnknown: 'Nobody knows what a new attempt costs.',
    taskRefused: {
      unknown: 'KIE does not know this task.',
      foreign: 'Its callback URL, or its model, input or time, is not that of this job.',
      taken: 'It belongs to another job.',
      hasTask: 'The job has a task already, and it is another one.',
      neverSent: 'The job was never sent, so no task can be its own.',
    },
    notAsked: {
      noKey: 'The API has no key to ask with: set KIE_AI_API_KEY for it too.',
      held: (cause: string) => `All reads are held: ${cause}`,
      busy: 'The read meter had no place in time.',
      unclear: (code: string, message: string) => `KIE answered ${code}: ${message}`,
    },
  },
  parked: {
    noAnswer:
      'Look in the log of the KIE account for a task with this model and input, made at about the time of the attempt. Found: bind it. Not found: requeue it, or write it off.',
    noVerdict: 'Requeue it: KIE is asked first, and a result is taken over without a new charge.',
    taskVanished: 'Look it up in the log of the KIE account. Gone there too: requeue it, or write it off.',
    noResult: 'Requeue it: KIE is asked first. If there is still no result, claim the credits from KIE.',
    quarantined: 'Requeue it if the record can be read; else write it off and submit it anew.',
  } as Readonly<Record<string, string>>,
  batchBudget: {
    hint: 'Raise the budget of the batch, or use another model.',
    knownPrice: 'a model with a known price',
    priceUnknown: (budget: number) =>
      `Nobody knows what this model costs, and the batch may cost ${budget} credits.`,
    atMost: (budget: number) => `at most ${budget} credits`,
    overBudget: (ceiling: number, budget: number) =>
      `The job may cost ${ceiling} credits, and its batch may cost ${budget}.`,
  },
  batch: {
    empty: 'The batch has no lines.',
    quoteTooLong: (most: number) => `A quote takes at most ${most} lines: ask for parts of it.`,
    allBad: (lines: number) => `No line of ${lines} can run; \`badLines\` says why.`,
    rejected: (bad: number, lines: number) =>
      `${bad} of ${lines} lines cannot run, and none was kept, as \`onInvalid=reject\` asks.`,
    beyondQueue: (most: number) => `More than ${most} lines could run, and this key may have no more queued.`,
    closing: 'This server closes: send the batch again, with the same key.',
    tookTooLong: 'The batch took so long to arrive that its beginning was given up; send it again.',
    faults: {
      brokenOff: 'The body breaks off, or cannot be unpacked.',
      notJson: 'The body is no JSON object with a list `jobs`.',
      headTooLong: 'A field beside `jobs` is too long.',
      headTooLate: '`defaults` and `budget` must stand before `jobs`: lines are judged as they arrive.',
      defaultsUnreadable: '`defaults` in the query must be JSON.',
    },
  },
  jobIs: (state: string, meaning: string) => `The job is ${state}: ${meaning}.`,
}
