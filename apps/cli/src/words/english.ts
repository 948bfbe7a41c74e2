import { pluralsOf } from '@kiln/languages'
import { ENGLISH_COMMANDS } from './commands/english.ts'
import { ENGLISH_DOCTOR } from './doctor/english.ts'
import { ENGLISH_KEYS } from './keys/english.ts'
import { ENGLISH_OPERATING } from './operating/english.ts'

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
    intro: 'kiln looks at models, checks jobs and prices them without a server; with one it runs batches.',
    commands: 'Commands',
    options: 'Options',
    examples: 'Examples',
    ofCommand: 'kiln <command> --help shows options and examples.',
    exitCodes:
      'Exit code 0: good. 1: the answer is no (a bad line, a failed job, an unknown id). 2: it could not be done.',
    language: 'kiln speaks en, ru and zh: as --lang says, else as LC_ALL, LC_MESSAGES or LANG, else English.',
    usage: (synopsis: string) => `kiln ${synopsis} [options]`,
    json: 'answer in JSON',
    lang: 'speak en, ru or zh',
    help: 'show this',
  },

  commands: ENGLISH_COMMANDS,

  doctor: ENGLISH_DOCTOR,
  keys: ENGLISH_KEYS,

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
    notOneOf: (option: string, known: readonly string[], got: string) =>
      `${option} must be one of ${known.join(', ')}, got "${got}".`,
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
  },

  api: {
    noAddress: (got: string) => `The address of the API must be a URL, got "${got}".`,
    secretInAddress: 'The address of the API must hold neither a user nor a password.',
    badKey: 'KILN_API_KEY has characters that no key has.',
    copyKey: 'Copy the key anew; it is one line of visible characters.',
    giveAddress: 'Give --api, or set KILN_API_URL; pnpm start prints the address of its API.',
    silent: (told: string) => `The API does not answer: ${told}`,
    noKiln: (told: string) => `This is no kiln API, or another version: ${told}`,
    keyRefused: (status: number, told: string) => `The API refuses the key (${status}): ${told}`,
    setKey:
      'Set KILN_API_KEY to a key of this API with the scopes that are needed: submit, read, operate, admin.',
    brokeOff: 'The connection broke off, and standard input cannot be read again.',
    useFile: 'Submit a file: it is sent again by itself.',
    stoppedSending: 'Stopped while the batch was being sent; it may have arrived.',
    sameKey: (key: string) => `With --key ${key} the same call makes no second one.`,
    seeBatches: 'kiln batches lists yours.',
    seeJobs: 'kiln jobs lists yours, kiln batches your batches.',
    linesAbove: 'Correct the lines above. Nothing was kept, sent or charged.',
  },

  batch: {
    lines: 'lines',
    someInvalid: (good: number, bad: number) => `${good}, and ${bad} bad`,
    states: 'states',
    waits: 'waits for',
    quoted: 'quoted',
    spent: 'credits',
    credits: (charged: number, held: number, wasted: number) =>
      `${charged} charged, ${held} held, ${wasted} wasted`,
    budget: 'budget',
    used: (used: number, all: number) => `${used} of ${all} credits used`,
    created: 'created',
    canceled: 'canceled',
    ended: 'ended',
    likelyEnd: 'likely end',
    balance: 'balance afterwards',
    notKnown: 'not known',
    columns: ['ID', 'STATUS', 'DONE', 'STATES', 'CREATED', 'NAME'],
    none: 'There is no batch yet; kiln submit makes one.',
    follow: 'follows it to its end',
    fetch: 'fetches its results',
    stop: 'cancels the rest',
    heldBy: (gate: string) => `held: ${gate}`,
    rate: (perSecond: number) => `${perSecond}/s`,
    charged: (amount: number) => `${amount} ${plural(amount, { one: 'credit', other: 'credits' })}`,
    left: (duration: string) => `about ${duration} left`,
    stalled: (duration: string) => `nothing ended for ${duration}`,
    seconds: (seconds: number) => `${seconds} s`,
    minutes: (minutes: number, seconds: number) => `${minutes} min ${seconds} s`,
    hours: (hours: number, minutes: number) => `${hours} h ${minutes} min`,
    moreBad: (count: number) => `and ${count} more bad ${plural(count, { one: 'line', other: 'lines' })}`,
    saved: (rows: number, path: string) =>
      `${rows} ${plural(rows, { one: 'row', other: 'rows' })} in ${path}`,
    cannotSave: (path: string, code: string) => `${path} cannot be written (${code}).`,
    saveElsewhere: 'Name another file; the results stay and can be fetched again with kiln results.',
    tooLongToQuote: (most: number) => `A quote of the API takes at most ${most} lines.`,
    quoteHere: 'kiln quote prices a file of any length by the catalogue.',
    goesOn: (id: string) => `${id} goes on without you.`,
    comeBack: (id: string) => `kiln batch ${id} --wait follows it again, kiln cancel ${id} ends it.`,
    jobCanceled: (id: string) => `${id} is canceled.`,
    jobEndsFirst: (id: string) =>
      `${id} was sent already: it is watched to its end and gets no further attempt.`,
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
    onlyOfReceipt: '--out and --hide-input are for a receipt.',
    addReceipt: 'Add --receipt.',
    written: (path: string) => `The receipt is in ${path}.`,
    cannotWrite: (path: string, code: string) => `${path} cannot be written (${code}).`,
    nameFile: 'Name a file in a folder that exists and can be written.',
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

  ...ENGLISH_OPERATING,
}
