/** What the help says of the commands for whoever keeps kiln running. */
export const ENGLISH_OPERATING_COMMANDS = {
  failures: {
    summary: 'List what failed, grouped by cause; or show one group',
    details:
      'With the id of a group: samples, what to do about it, and the next command to type. Trend is by the hour, the\n' +
      'last one on the right. Exit code 1 when there is no such group.',
    options: {
      class: 'only this class, such as upstreamError',
      model: 'only this model',
      batch: 'only failures of this batch, counted in it alone',
      since: 'groups in which a job failed since then: 2026-11-21T12:00:00Z, or 2h',
      until: 'groups in which a job failed before then',
      api: 'where the API is, instead of KILN_API_URL',
    },
  },
  requeue: {
    summary: 'Run a job again, or many, once KIE has been asked what became of each',
    details:
      'With the id of a job that one; else all failed ones that fit, after showing the plan and asking. A result that\n' +
      'KIE has by now is taken over, and a task that still runs is watched again: neither costs anything. A new\n' +
      'attempt that may be a second charge is not made until it is confirmed. On a terminal, or with --wait, it is\n' +
      'followed to its end; Ctrl-C leaves it running. Exit code 1 when the API refuses, when nothing fits, or when not\n' +
      'every job that was run again succeeded; 2 when it could not be asked.',
    options: {
      cause: 'jobs of this group of kiln failures',
      class: 'jobs that failed like this, such as upstreamError',
      model: 'jobs of this model',
      batch: 'jobs of this batch',
      since: 'jobs that failed since then: 2026-11-21T12:00:00Z, or 2h',
      until: 'jobs that failed before then',
      limit: 'run at most so many again',
      canary: 'so many go first, and the rest only when all of these have succeeded',
      'stop-after': 'stop when more than so many fail again as before; 20 unless given',
      plan: 'only say what it would come to and cost',
      yes: 'do not ask',
      wait: 'follow it to its end',
      key: 'the Idempotency-Key: the same call with it makes no second one',
      'confirm-charge': 'a second charge is all right',
      attempt: 'of one job: only if this is still the number of its last attempt',
      input: 'of one job: what takes the place of its input: a JSON object; - is standard input',
      api: 'where the API is, instead of KILN_API_URL',
    },
  },
  requeueStatus: {
    summary: 'Show how far a bulk requeue is, or all that are under way',
    details:
      'Exit code 1 when there is no such requeue, or when it has ended and not every job of it succeeded.',
    options: {
      all: 'list also those that have ended, the newest hundred',
      wait: 'follow it to its end',
      api: 'where the API is, instead of KILN_API_URL',
    },
  },
  requeueAbort: {
    summary: 'End a bulk requeue',
    details: 'It runs nothing more from then on. What was sent goes on; cancel it if it should not.',
    options: {
      api: 'where the API is, instead of KILN_API_URL',
    },
  },
  jobs: {
    summary: 'List jobs, newest first',
    details: 'The newest 50, unless more are asked for. All filters must hold.',
    options: {
      state: 'only in this state, such as running',
      model: 'only of this model',
      failure: 'only failed like this, such as upstreamError',
      batch: 'only of this batch',
      'custom-id': 'only with this customId',
      cause: 'only of this group of kiln failures',
      since: 'accepted since then: 2026-11-21T12:00:00Z, or 2h',
      until: 'accepted before then',
      limit: 'at most so many',
      all: 'all of them, up to 10,000',
      api: 'where the API is, instead of KILN_API_URL',
    },
  },
  pause: {
    summary: 'Send nothing new to KIE, or nothing of one model',
    details:
      'Jobs are still accepted and wait; what runs is watched to its end. It holds for every worker until kiln resume.',
    options: {
      model: 'only jobs of this model',
      api: 'where the API is, instead of KILN_API_URL',
    },
  },
  resume: {
    summary: 'Send jobs again after kiln pause',
    details:
      'Whoever paused. If Redis came back with an older state, it asks for --yes: see docs/rolled-back.md.',
    options: {
      model: 'only jobs of this model',
      yes: 'also after Redis came back with an older state',
      api: 'where the API is, instead of KILN_API_URL',
    },
  },
  system: {
    summary: 'Show what holds jobs back: gates, limits, credits, queues, workers',
    details:
      'With --check, exit code 1 when something needs a person: a gate that only a person opens, a parked job, no\n' +
      'worker, or credits that are gone within an hour.',
    options: {
      check: 'end with 1 when something needs a person',
      api: 'where the API is, instead of KILN_API_URL',
    },
  },
  top: {
    summary: 'Watch a running kiln: gates, limits, credits, jobs, failures, requeues',
    details:
      'Drawn anew every two seconds, with three requests each time. q or Ctrl-C leaves. Off a terminal one picture is\n' +
      'written, and that is all.',
    options: {
      api: 'where the API is, instead of KILN_API_URL',
    },
  },
}
