import { pluralsOf } from '@kiln/languages'

const plural = pluralsOf('en')
const jobs = (count: number) => `${count} ${plural(count, { one: 'job', other: 'jobs' })}`

/** What is said to whoever keeps kiln running. */
export const ENGLISH_OPERATING = {
  filters: {
    badMoment: (option: string, got: string) =>
      `${option} must be a time such as 2026-11-21T12:00:00Z, or how long ago, such as 2h, got "${got}".`,
    badCount: (option: string, least: number, got: string) =>
      `${option} must be a whole number from ${least}, got "${got}".`,
  },

  failures: {
    columns: ['GROUP', 'COUNT', 'LAST 24 H', 'FIRST', 'LAST', 'LOST', 'FAULT', 'CLASS', 'MODEL', 'MESSAGE'],
    none: 'Nothing has failed. All is well.',
    noneFits: 'No failure fits. kiln failures without options lists all.',
    rows: {
      model: 'model',
      message: 'message',
      fault: 'whose fault',
      count: 'jobs',
      trend: 'last 24 hours',
      first: 'first seen',
      last: 'last seen',
      lost: 'credits lost',
      advice: 'what to do',
      samples: 'samples',
    },
    faults: { input: 'input', provider: 'KIE', us: 'kiln', money: 'credits' },
    rest: 'further causes of this class',
    look: 'samples, advice, and what to type next',
    sample: 'tells all that happened to one of them',
    plan: 'what running them again would come to; nothing is sent',
    run: 'runs them again, the first five alone',
    jobs: 'lists its jobs',
    unknown: (id: string) => `There is no group "${id}".`,
    everyGroup: 'kiln failures lists all of them; one that has emptied is forgotten after a day.',
  },

  plan: {
    andMore: (count: number) => `${count} and more: the plan stopped counting here`,
    rows: {
      matching: 'match',
      eligible: 'can be run again',
      asked: 'asked for first',
      cost: 'cost now',
      balance: 'balance',
      duration: 'takes about',
    },
    left: 'left as they are',
    asked: (count: number) => `${jobs(count)}: a result that KIE has by now costs nothing`,
    unpriced: (count: number) => `price unknown for ${jobs(count)}`,
    balance: (credits: string, left: string) => `${credits} now, ${left} afterwards`,
    short: 'the credits are not enough',
    notKnown: 'not known',
    nothing:
      'There is nothing to run again. kiln failures lists what failed, kiln requeue status what is under way.',
    confirmAllows: '--confirm-charge allows those that may be charged a second time.',
    question: (count: number) => `Run ${jobs(count)} again? [y/N] `,
    yes: ['y', 'yes'],
    no: 'Nothing was sent.',
    needsYes: 'Nothing was sent: there is no terminal to ask on.',
    addYes: 'Add --yes if the plan is right, or --plan to see it alone.',
  },

  bulk: {
    states: {
      listing: 'its jobs are being listed',
      planned: 'about to begin',
      canary: 'the first ones go alone',
      running: 'under way',
      done: 'over',
      stopped: 'stopped by itself',
      aborted: 'aborted',
    },
    counts: {
      requeued: 'run again',
      adopted: 'adopted: KIE had their result',
      resumed: 'still ran and are watched again',
      skipped: 'left as they are',
      left: 'not looked at',
      succeeded: 'succeeded',
      returned: 'came back: failed as before',
      failed: 'failed otherwise',
      canceled: 'canceled',
      requested: 'marked: they end as canceled when KIE has ended them',
      parked: 'wait for a person',
      lost: 'their records are gone',
      open: 'under way',
    },
    brief: {
      requeued: 'run again',
      adopted: 'adopted',
      resumed: 'watched',
      skipped: 'left alone',
      left: 'to go',
      succeeded: 'ok',
      returned: 'came back',
      failed: 'failed otherwise',
      canceled: 'canceled',
      requested: 'marked',
      parked: 'parked',
      lost: 'lost',
      open: 'under way',
    },
    why: {
      paid: 'it has its result',
      paidWithoutResult: 'paid, and KIE shows no result',
      parked: 'it waits for a person',
      taskVanished: 'KIE no longer knows its task',
      kieSilent: 'KIE says nothing of it, so that its task may still run',
      chargeUnknown: 'KIE did not say whether it charged',
      noTask: 'it was sent, and its task is not known',
      unreadable: 'its record cannot be read',
      alreadyRequested: 'it is being canceled already',
      changed: 'somebody was first',
      outsideFilter: 'it no longer fits',
      fault: 'kiln failed at it; its log says how',
    },
    stopped: {
      sameClassReturned: 'Too many failed again as before: the cause is still there.',
      canaryFailed: 'One of the first ones did not succeed; the rest was left alone.',
      rolledBack:
        'Redis came back with an older state meanwhile; look at what was run again before you go on.',
    },
    abortedBy: (who: string) => `Aborted by ${who}.`,
    none: 'No bulk requeue is under way. kiln requeue status --all lists those that have ended.',
    noneKept: 'There has been no bulk requeue in the last 30 days.',
    columns: ['ID', 'STATUS', 'DONE', 'COUNTS', 'BEGUN'],
    goesOn: (id: string) => `${id} goes on without you.`,
    comeBack: (look: string, abort: string) => `${look} looks again, ${abort} ends it.`,
    look: 'shows how far it is',
    abort: 'ends it; what was sent goes on',
    holds: 'says what holds jobs back, if it stands still',
    jobs: 'lists what failed',
    neither:
      'kiln requeue takes the id of a job, or says which jobs: --cause, --class, --model, --batch, --since or --until.',
    both: (options: string) => `The id of one job does not go with ${options}.`,
    onlyOne: (options: string) => `${options}: only with the id of one job.`,
    seeFailures: 'kiln failures lists what failed and why, with what to type.',
  },

  cancels: {
    rows: {
      matching: 'match',
      endAtOnce: 'end at once',
      onlyMarked: 'only marked',
      saved: 'saved',
      notSaved: 'not saved',
    },
    onlyMarked: (count: number) => `${jobs(count)}: they were sent, and KIE cannot stop them`,
    nothing: 'There is nothing to cancel. kiln jobs --state queued lists what waits.',
    question: (count: number) => `Cancel ${jobs(count)}? [y/N] `,
    no: 'Nothing was canceled.',
    needsYes: 'Nothing was canceled: there is no terminal to ask on.',
    none: 'No bulk cancel is under way. kiln cancel status --all lists those that have ended.',
    noneKept: 'There has been no bulk cancel in the last 30 days.',
    abort: 'ends it; what was canceled stays so',
    neither:
      'kiln cancel takes the id of a job or a batch, or says which jobs: --state, --model, --batch, --custom-id, --since or --until.',
    seeJobs: 'kiln jobs --state queued lists what waits.',
  },

  jobs: {
    columns: ['ID', 'STATE', 'MODEL', 'ACCEPTED', 'CREDITS', 'ABOUT'],
    none: 'There is no such job.',
    more: (shown: number, most: number) =>
      `These are the newest ${shown}. --limit shows more, --all up to ${most}.`,
    cutOff: (most: number) => `There are more than ${most}; narrow it down with --since and --until.`,
  },

  pausing: {
    paused: (what: string, why: string) => `${what}: nothing new is sent to KIE (${why}).`,
    all: 'All models',
    goesOn: (running: number, queued: number) =>
      `${jobs(running)} at KIE go on and are watched to their end; new ones are still accepted, ${queued} wait.`,
    undo: (command: string) => `${command} lets them go again.`,
    resumed: (what: string, queued: number) => `${what}: jobs are sent again; ${queued} wait for their turn.`,
    stillClosed: (gates: string) => `Held all the same: ${gates}. kiln system says why, and until when.`,
    missing: (count: number) =>
      `Redis had forgotten ${count} paid ${plural(count, { one: 'attempt', other: 'attempts' })}: they may be paid again.`,
    wentBack: 'Redis came back with an older state: jobs that were paid since may be paid again.',
    readFirst: 'Read docs/rolled-back.md first; then add --yes.',
  },

  system: {
    rows: {
      gates: 'gates',
      submit: 'submits',
      poll: 'reads',
      credits: 'credits',
      jobs: 'jobs',
      busiest: 'most queued',
      workers: 'workers',
      callback: 'last callback',
      strays: 'stray tasks',
    },
    allOpen: 'all open',
    none: 'none',
    notYet: 'none so far',
    window: (used: number, places: number, seconds: number) => `${used} of ${places} in ${seconds} s`,
    slowStart: (calls: number) => `slow start: ${calls} at once`,
    held: (count: number) => `${jobs(count)} held`,
    until: (at: string) => `until ${at}`,
    tries: (at: string) => `tries again at ${at}`,
    byPerson: 'until a person opens it',
    balance: (credits: number) => `${credits} left`,
    perHour: (credits: number) => `${credits} an hour`,
    gone: (at: string) => `gone at ${at}`,
    noBalance: 'not known yet',
    attention: 'Needs a person',
    calm: 'Nothing needs a person.',
    needs: {
      gate: (gate: string) => `The gate ${gate} stays closed until somebody opens it.`,
      paused: (gate: string, command: string) =>
        `The gate ${gate} stays closed until somebody opens it: ${command}.`,
      parked: (count: number) => `Parked: ${jobs(count)}; kiln parked tells why and what to do.`,
      noWorker: 'No worker is there: nothing is sent or read.',
      credits: (at: string) => `The credits are gone at ${at}.`,
      noCredits: 'There are no credits left.',
    },
  },

  top: {
    title: (seconds: number, requests: number) => `every ${seconds} s, ${requests} requests; q ends`,
    change: (perMinute: string) => `${perMinute}/min`,
    nothingFailed: 'nothing has failed',
    failures: 'Newest failures',
    requeues: 'Requeues',
    lost: (why: string) => `Shown as it was: ${why}`,
  },

  acts: {
    outcome: {
      requeued: (id: string) => `A new attempt of ${id} waits for its turn.`,
      adopted: (id: string) => `${id} has the result that KIE had all along; nothing was sent.`,
      resumed: (id: string) => `The task of ${id} still runs and is watched again; nothing was sent.`,
    },
    bound: (id: string, state: string) => `${id} has its task, and is ${state}.`,
    writtenOff: (id: string) => `${id} is written off.`,
    evidence: (attempts: number, task: string, said: string) =>
      `Known of it: attempts ${attempts}, task ${task}, KIE: ${said}.`,
    noTask: 'none',
    notAsked: 'not asked',
    confirm: 'Repeat with --confirm-charge if a second charge is all right.',
    badAttempt: (option: string, got: string) => `${option} must be the number of an attempt, got "${got}".`,
    oneInput: 'It must hold the input of one job: a JSON object.',
  },

  retried: {
    none: 'No job of it has failed.',
    each: {
      requeued: 'run again: a new attempt waits for its turn',
      adopted: 'have the result that KIE had all along',
      resumed: 'still run at KIE, and are watched again',
      needsConfirm: 'left: may be charged a second time; --confirm-charge allows it',
      refused: 'left: somebody else was first, or the record cannot be read',
    },
  },

  parked: {
    columns: ['ID', 'MODEL', 'REASON', 'SINCE', 'KNOWN'],
    none: 'No job waits for a person.',
    whatToDo: 'What to do',
    attempts: (count: number) => `${count} ${plural(count, { one: 'attempt', other: 'attempts' })}`,
    silent: (minutes: number) => `silent for ${minutes} min`,
    callbacks: (percent: number) => `${percent} % of callbacks come`,
    stake: (credits: string) => `at stake: ${credits}`,
  },
}
