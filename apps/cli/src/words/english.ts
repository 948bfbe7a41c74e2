import { pluralsOf } from '@kiln/languages'

const plural = pluralsOf('en')
const jobs = (count: number) => plural(count, { one: 'job', other: 'jobs' })
const lines = (count: number) => `${count} ${plural(count, { one: 'line', other: 'lines' })}`

/** What the command line says. Each language has all of it. */
export const ENGLISH = {
  /** Two sentences, one after the other. */
  both: (first: string, second: string) => `${first} ${second}`,

  /** A heading as a whole sentence. */
  sentence: (text: string) => `${text}.`,

  help: {
    intro: 'kiln looks at models, checks jobs and prices them, without a server and without paying.',
    commands: 'Commands',
    options: 'Options',
    examples: 'Examples',
    ofCommand: 'kiln <command> --help shows options and examples.',
    exitCodes: 'Exit code 0: good. 1: the answer is no (a bad line, an unknown id). 2: it could not be done.',
    language: 'kiln speaks en, ru and zh: as --lang says, else as LC_ALL, LC_MESSAGES or LANG, else English.',
    usage: (synopsis: string) => `kiln ${synopsis} [options]`,
    json: 'answer in JSON',
    lang: 'speak en, ru or zh',
    help: 'show this',
  },

  commands: {
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
    requeue: {
      summary: 'Run a job again, once KIE has been asked what became of it',
      details:
        'A result that KIE has by now is taken over, and a task that still runs is watched again: neither costs\n' +
        'anything. A new attempt that may be a second charge is refused with what it may cost, until it is confirmed.\n' +
        'Exit code 1 when the API refuses, 2 when it could not be asked.',
      options: {
        'confirm-charge': 'a second charge is all right',
        attempt: 'only if this is still the number of its last attempt',
        input: 'what takes the place of its input: a JSON object; - is standard input',
        api: 'where the API is, instead of KILN_API_URL',
      },
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
      details:
        'It ends as canceled; whether it was charged stays unknown. Exit code 1 when it is not parked.',
      options: { api: 'where the API is, instead of KILN_API_URL' },
    },
  },

  usage: {
    noCommand: (name: string) => `kiln has no command "${name}".`,
    allCommands: (names: readonly string[]) =>
      `There are ${names.join(', ')}; kiln --help tells what each does.`,
    takes: (name: string, wanted: string, got: string) =>
      `kiln ${name} takes ${wanted || 'nothing else'}, got ${got || 'nothing'}.`,
    seeHelp: (name: string) => `kiln ${name} --help shows how it is used.`,
    unknownOption: (option: string) => `Unknown option '${option}'.`,
    valueMissing: (option: string) => `Option '${option}' needs a value.`,
    takesNoValue: (option: string) => `Option '${option}' takes no value.`,
    badLanguage: (known: readonly string[], got: string) =>
      `--lang must be one of ${known.join(', ')}, got ${got || 'nothing'}.`,
    writeLanguage: 'Write it like --lang ru.',
    badCredits: (option: string, got: string) =>
      `${option} must be a number of credits from 0, got "${got}".`,
    badType: (known: readonly string[], got: string) =>
      `--type must be one of ${known.join(', ')}, got "${got}".`,
    everyType: 'kiln models lists every model with its type.',
    writeLike: (example: string) => `Write it like ${example}.`,
  },

  file: {
    stdin: 'standard input',
    missing: (name: string) => `${name} does not exist.`,
    isFolder: (name: string) => `${name} is a folder.`,
    forbidden: (name: string) => `${name} may not be read.`,
    cannotOpen: (name: string, code: string) => `${name} cannot be opened (${code}).`,
    nameOne: 'Name a file of jobs, or - for standard input.',
    empty: (name: string) => `${name} is empty.`,
    writeOne: 'Write one job in it, or one per line.',
    tooLarge: (name: string, megabytes: number) => `${name} is larger than ${megabytes} MB.`,
    notUtf8: (name: string) => `${name} is not UTF-8.`,
    saveAsUtf8: 'Save it as UTF-8.',
    notJson: (name: string) => `${name} is not readable JSON.`,
    byLines: 'Write one job as JSON, or one job per line in a file named .jsonl.',
    noBatch: 'it is no batch.',
    isList: (name: string) => `${name} is a list.`,
    wrapList: 'Put it into an object, {"jobs": [...]}, or write one job per line in a file named .jsonl.',
    goesOnAfterBatch: (name: string) => `${name} goes on after its first line, which is a whole batch.`,
    goesOnAfterNoJob: (name: string) => `${name} goes on after its first line, which is no job.`,
    putAllTogether: 'Put all jobs into one {"jobs": [...]}, or write one job per line.',
    brokenOff: (name: string) => `${name} breaks off.`,
    cannotWrite: (code: string) => `Standard output cannot be written to (${code}).`,
  },

  models: {
    columns: ['ID', 'TYPE', 'VENDOR', 'CREDITS', 'TITLE'],
    noneFits: 'No model fits; kiln models lists all.',
    unknown: (id: string) => `No model is called "${id}".`,
    didYouMean: (ids: readonly string[]) => `Did you mean ${ids.join(' or ')}?`,
    everyId: 'kiln models lists every id.',
  },

  page: {
    vendor: 'vendor',
    type: 'type',
    output: 'output',
    status: 'status',
    alsoAs: 'also as',
    needs: 'needs',
    callbackUrl: 'a callback URL: KIE_CALLBACK_URL must be set',
    takes: 'takes',
    seconds: (min: number, max: number) => `${min} to ${max} s`,
    input: 'Input',
    each: 'each: ',
    required: 'required',
    byDefault: (value: string) => `default ${value}`,
    cut: '(--json shows all)',
    prices: 'Prices',
    beyond: (free: number) => `beyond the first ${free}`,
  },

  /** What a price is for. */
  units: {
    video: 'per video',
    image: 'per image',
    request: 'per request',
    second: 'per second',
    minute: 'per minute',
    '1000_characters': 'per 1000 characters',
    megapixel: 'per megapixel',
    '1M_output_audio_tokens': 'per 1M output audio tokens',
    input_image: 'per input image',
  },

  money: {
    unknown: 'unknown',
    priceUnknown: 'price unknown',
    credits: (amount: string) => `${amount} ${amount === '1' ? 'credit' : 'credits'}`,
    cost: (credits: string, usd: string) => `${credits}, ${usd} USD`,
  },

  verdict: {
    line: (line: number) => `line ${line}`,
    needsCallback: (model: string) =>
      `${model} runs only with a callback URL, and KIE_CALLBACK_URL is not set here: a server without it refuses the job.`,
    nothing: 'There is no job in it.',
    allGood: (all: number) => `${all === 1 ? '1 job is' : `All ${all} jobs are`} good.`,
    someBad: (bad: number, all: number) => `${bad} of ${all} ${jobs(all)} ${bad === 1 ? 'is' : 'are'} bad.`,
  },

  total: {
    total: 'Total',
    known: (known: number, all: number, cost: string) => `known for ${known} of ${all}: ${cost}`,
    warning: (message: string, count: number, first: number) =>
      `${message} (${lines(count)}, first line ${first})`,
    moreWarnings: (count: number) =>
      `and ${count} more ${plural(count, { one: 'warning', other: 'warnings' })}; kiln check shows all`,
    moreBad: (count: number) => `and ${count} more bad lines; kiln check shows all`,
    budget: {
      fits: (credits: number) => `A budget of ${credits} credits is enough.`,
      mayExceed: (credits: number) => `A budget of ${credits} credits may not be enough.`,
      exceeds: (credits: number) => `A budget of ${credits} credits is not enough.`,
      unknown: (credits: number) =>
        `A budget of ${credits} credits may or may not be enough: a price is unknown.`,
    },
  },

  schedule: {
    columns: ['took', 'runs'],
    noneKnown: 'No run is known yet: reads go by the catalogue, or by growing gaps.',
    known: (runs: number) =>
      `${runs} ${plural(runs, { one: 'run', other: 'runs' })}, the older ones counted less.`,
    ended: (half: number, nineInTen: number | null) =>
      `Half end within ${half} s, nine in ten within ${nineInTen === null ? 'an hour or more' : `${nineInTen} s`}.`,
    span: (from: number, to: number | null) => `${from} s to ${to === null ? 'an hour or more' : `${to} s`}`,
    noAddress: (got: string) => `The address of the API must be a URL, got "${got}".`,
    giveAddress: 'Give --api, or set KILN_API_URL; pnpm start prints the address of its API.',
    silent: (host: string, told: string) => `The API at ${host} does not answer: ${told}`,
    noKiln: (host: string) => `What answers at ${host} is no kiln API, or another version.`,
    keyRefused: (status: number) => `The API refuses the key (${status}).`,
    setKey: 'Set KILN_API_KEY to a key of this API with the scope read.',
    answered: (status: number) => `The API answered ${status}.`,
  },

  job: {
    timeline: 'Timeline',
    rows: {
      customId: 'your id',
      model: 'model',
      taskId: 'KIE task',
      created: 'accepted',
      finished: 'ended',
      waitsFor: 'waits for',
      credits: 'credits',
      failure: 'failure',
      advice: 'what to do',
      parked: 'parked',
      result: 'result',
      expires: 'links die',
      receipt: 'receipt',
    },
    quotedCharged: (quoted: string, charged: number | null) =>
      `quoted ${quoted}, charged ${charged === null ? 'nothing so far' : charged}`,
    until: (at: string) => `until ${at}`,
    place: (place: number) => `place ${place}`,
    unknown: (id: string) => `There is no job "${id}".`,
    onlyOfReceipt: '--out and --hide-input are for a receipt.',
    addReceipt: 'Add --receipt.',
    written: (path: string) => `The receipt is in ${path}.`,
    cannotWrite: (path: string, code: string) => `${path} cannot be written (${code}).`,
    nameFile: 'Name a file in a folder that exists and can be written.',
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
    lookAgain: 'Look at the job again; kiln parked lists those that wait for a person.',
    setKey: 'Set KILN_API_KEY to a key of this API with the scope operate.',
    badAttempt: (option: string, got: string) => `${option} must be the number of an attempt, got "${got}".`,
    oneInput: 'It must hold the input of one job: a JSON object.',
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

  difference: {
    added: 'New at KIE',
    gone: 'No longer listed by KIE',
    back: 'Listed again',
    inCatalogue: (status: string) => `${status} in the catalogue`,
    prices: 'Prices to look at: the catalogue has other numbers',
    none: 'none',
    differs: (shared: number) => `The catalogue differs from KIE's list; both know ${shared} models.`,
    agrees: (shared: number) => `The catalogue agrees with KIE's list; both know ${shared} models.`,
    correctOrUrl: 'Correct it, or give --url.',
    noKey: 'KIE_AI_API_KEY is not set.',
    setKey: 'Set it to the key of a KIE account; the simulator accepts any, such as simulated.',
    notListed: (host: string, message: string, code: string) =>
      `KIE at ${host} did not list its models: ${message} (${code}).`,
    checkKey: 'Check KIE_AI_API_KEY.',
    checkAddress: 'Check the address, and try again in a second.',
  },
}
