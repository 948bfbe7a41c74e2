import { ENGLISH_OPERATING_COMMANDS } from '../operating/commands/english.ts'

/** What the help says of each command. */
export const ENGLISH_COMMANDS = {
  models: {
    summary: 'List the models of the catalogue',
    details: 'Credits are what a job at default settings costs.',
    options: {
      type: 'what it does, such as t2i, i2v or tts',
      vendor: 'whose it is, such as Google',
      status: 'active, legacy, unverified or placeholder',
      q: 'words that all stand in id, title, vendor or aliases',
      'max-credits': 'what a job at default settings may cost',
    },
  },
  model: {
    summary: 'Show one model: its input, prices and warnings',
    details: 'With --json also the JSON Schema of its input, and the questions to ask a person.',
    options: {},
  },
  check: {
    summary: 'Check jobs against their models, as the API would',
    details:
      'The file holds one job, {"jobs": [...]}, or one job per line (JSON Lines, of any length),\n' +
      'gzipped or not; - reads standard input. With --json one verdict per line, as it is reached. Exit code 1 when\n' +
      'any line is bad.',
    options: {},
  },
  quote: {
    summary: 'Say what jobs would cost, by the catalogue',
    details:
      'Takes what kiln check takes. A price that nobody knows is unknown, never 0. Exit code 1 when any line is bad,\n' +
      'or the budget is not sure to be enough.',
    options: { budget: 'whether so many credits are enough' },
  },
  diff: {
    summary: "Compare the catalogue with KIE's live list of models",
    details:
      'Asks once, with the key of KIE_AI_API_KEY; nothing is paid. Exit code 1 when a model is new, gone or back.\n' +
      'Prices are texts at KIE: those with other numbers of credits are shown, and are no difference by themselves.',
    options: { url: 'where KIE is, instead of KIE_BASE_URL' },
  },
  doctor: {
    summary: 'Look at the whole set-up, and say what is wrong and how to mend it',
    details:
      'Reads the environment that the API and the worker would get: run it where they run. It looks at settings, Redis, clocks,\n' +
      'the key, the balance, the way of callbacks, and the API with its workers; it changes nothing and costs nothing. Exit\n' +
      'code 1 when something is broken.',
    options: { api: 'the address of the API, instead of KILN_API_URL' },
  },
  schedule: {
    summary: 'Show what a running kiln learned of how long a model takes',
    details:
      'Asks its API once, with the key of KILN_API_KEY where it has keys. Running tasks are read by it.',
    options: { api: 'where the API is, instead of KILN_API_URL' },
  },
  job: {
    summary: 'Show one job of a running kiln: its state, why it waits, what it cost, all that happened',
    details:
      'Asks its API, with the key of KILN_API_KEY where it has keys. With --receipt the page that can be sent to KIE,\n' +
      'on standard output or to a file. Exit code 1 when there is no such job.',
    options: {
      receipt: 'the receipt, as HTML; as JSON with --json',
      'hide-input': 'leave the input out of the receipt, for sending on',
      out: 'write the receipt to this file',
      api: 'where the API is, instead of KILN_API_URL',
    },
  },
  parked: {
    summary: 'List the jobs that wait for a person, and what to do about them',
    details: 'Asks a running kiln, with the key of KILN_API_KEY where it has keys. Nothing is changed.',
    options: { api: 'where the API is, instead of KILN_API_URL' },
  },
  bind: {
    summary: 'Give a job the task that KIE made of it',
    details:
      'For an unconfirmed or parked job, with a task id from the log of the KIE account. KIE is asked whether the\n' +
      'task fits; it costs nothing. Exit code 1 when the task is refused.',
    options: { api: 'where the API is, instead of KILN_API_URL' },
  },
  'write-off': {
    summary: 'Give a parked job up',
    details: 'It ends as canceled; whether it was charged stays unknown. Exit code 1 when it is not parked.',
    options: { api: 'where the API is, instead of KILN_API_URL' },
  },
  submit: {
    summary: 'Submit a file of jobs as one batch',
    details:
      'Takes what kiln check takes, of up to 100,000 lines. Good lines run, bad ones are told with their line.\n' +
      'Exit code 1 when any line is bad, with --wait also when not every job succeeded. Ctrl-C ends the waiting,\n' +
      'with 130, and not the batch.',
    options: {
      quote: 'say what it would cost and when it would be done, and submit nothing',
      wait: 'show its progress until it has ended',
      out: 'wait, then write the results there, a line a job',
      name: 'what to call the batch',
      budget: 'what all its jobs may cost together; with --quote, whether that is enough',
      'on-invalid': 'whether good lines run when others are bad (run, the default) or nothing does (reject)',
      key: 'the Idempotency-Key: the same key and file bring the same batch',
      api: 'where the API is, instead of KILN_API_URL',
    },
  },
  batch: {
    summary: 'Show one batch: states, credits, times',
    details:
      'With --wait, exit code 1 when not every job succeeded; with --errors, when there is a bad line.',
    options: {
      wait: 'show its progress until it has ended',
      errors: 'show its bad lines instead',
      api: 'where the API is, instead of KILN_API_URL',
    },
  },
  batches: {
    summary: 'List batches, newest first',
    details: 'The last 20, unless all are asked for.',
    options: { all: 'list all of them', api: 'where the API is, instead of KILN_API_URL' },
  },
  results: {
    summary: 'Fetch the results of a batch, at any time',
    details:
      'A line of JSON for each accepted line, in their order. A broken connection goes on where it broke off.\n' +
      'A file has its name only when it is whole.',
    options: {
      out: 'write them there instead of to standard output',
      state: 'only jobs in this state, such as failed',
      api: 'where the API is, instead of KILN_API_URL',
    },
  },
  'retry-failed': {
    summary: 'Run the failed jobs of a batch again, once KIE has been asked about each',
    details:
      'As kiln requeue does with one: results that KIE has by now are taken over, tasks that still run are watched\n' +
      'again, and what may be a second charge is left as it is and counted, unless that is confirmed.\n' +
      'Exit code 1 when any was left or refused, 2 when it could not be asked.',
    options: {
      class: 'only jobs that failed like this, such as upstreamError',
      'confirm-charge': 'a second charge is all right for each of them',
      api: 'where the API is, instead of KILN_API_URL',
    },
  },
  cancel: {
    summary: 'Cancel a job, the rest of a batch, or many jobs',
    details:
      'With the id of a job or a batch that one; else all that fit, after showing the plan and asking. What is queued\n' +
      'ends at once and costs nothing. KIE cannot stop what it has begun: that is marked, runs to its end and then ends\n' +
      'as canceled; --state queued leaves it alone. On a terminal, or with --wait, it is followed to its end; Ctrl-C\n' +
      'leaves it running. Exit code 1 when the API refuses or nothing fits, 2 when it could not be asked.',
    options: {
      state: 'jobs in this state, such as queued',
      model: 'jobs of this model',
      batch: 'jobs of this batch; lines that are no jobs yet are left',
      'custom-id': 'jobs whose customId begins like this',
      since: 'jobs accepted since then: 2026-11-21T12:00:00Z, or 2h',
      until: 'jobs accepted before then',
      limit: 'cancel at most so many, the oldest first',
      plan: 'only say what it would come to and save',
      yes: 'do not ask',
      wait: 'follow it to its end',
      key: 'the Idempotency-Key: the same call with it makes no second one',
      api: 'where the API is, instead of KILN_API_URL',
    },
  },
  'cancel status': {
    summary: 'Show how far a bulk cancel is, or all that are under way',
    details: 'Exit code 1 when there is no such cancel, or when it was aborted.',
    options: {
      all: 'list also those that have ended, the newest hundred',
      wait: 'follow it to its end',
      api: 'where the API is, instead of KILN_API_URL',
    },
  },
  'cancel abort': {
    summary: 'End a bulk cancel',
    details: 'It cancels nothing more from then on. What was canceled stays so; requeue it if it should run.',
    options: { api: 'where the API is, instead of KILN_API_URL' },
  },
  'keys create': {
    summary: 'Create an API key',
    details:
      'Its secret goes to standard output, alone, and is shown once. Wants a key with the scope admin; without any key at\nall, the first must have that scope. Caps hold for all keys of the tenant; none takes one away.\nTo change one, make a further key of the tenant with the new number.',
    options: {
      scope: 'what it may do, joined by +: submit, read, operate, admin',
      tenant: 'whose jobs it submits and sees; its name where left out',
      weight: 'how many jobs of the tenant go out while one of another does',
      'budget-per-day': 'credits that the jobs of the tenant may cost in a day',
      'queue-limit': 'how many jobs of the tenant may be queued',
      expires: 'the date or time from which it is refused',
      api: 'where the API is, instead of KILN_API_URL',
    },
  },
  'keys list': {
    summary: 'List the API keys, revoked ones too',
    details: 'Wants a key with the scope admin. Never a secret: its last four characters.',
    options: {
      api: 'where the API is, instead of KILN_API_URL',
    },
  },
  'keys revoke': {
    summary: 'Revoke an API key, for good',
    details:
      'Every API refuses it within five seconds; its jobs go on. Exit code 1 when nobody could manage keys any more.',
    options: {
      api: 'where the API is, instead of KILN_API_URL',
    },
  },
  audit: {
    summary: 'List what people did, newest first',
    details: 'The last 50, unless all are asked for. Wants a key with the scope admin.',
    options: {
      actor: 'only what was done with this key',
      act: 'only acts of this kind, such as requeue',
      bulk: 'what this bulk requeue or cancel did to each job; listed only so',
      since: 'only from then on: 2026-11-21T12:00:00Z or 2h',
      until: 'only before this time',
      all: 'list all that are kept, some 10,000',
      api: 'where the API is, instead of KILN_API_URL',
    },
  },
  ...ENGLISH_OPERATING_COMMANDS,
}
