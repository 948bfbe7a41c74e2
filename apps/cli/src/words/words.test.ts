import { describe, expect, test } from '@jest/globals'
import { LANGUAGES } from '@kiln/languages'
import { faultsIn, type SamplesOf, tellAll } from '@kiln/languages/testing'
import { COMMANDS } from '../run-cli.ts'
import { WORDS, type Words } from './words.ts'

/** What is typed, set or answered alike in every language. */
const CODE_WORDS =
  /--?[a-z-]+ ?(?:ru\b)?|<command>|\{"jobs": \[\.\.\.\]\}|\.jsonl|\b(?:kiln(?: failures| system| keys revoke| requeue status| cancel status| jobs| pause| resume| check| quote| models?| parked| requeue| submit| results| batch(?:es)?| cancel)?|Idempotency-Key|Ctrl-C|2026-11-21T12:00:00Z|2h|customId|running|queued|Redis|docs\/rolled-back\.md|y\/N|yes|y|q|batch_|run|reject|failed|upstreamError|submit|operate|KILN_API_KEYS|admin|requeue|none|2026-11-21T00:00:00Z|min|s|h|130|100,000|KIE_AI_API_KEY|KILN_API_URL|KILN_API_KEY|pnpm start|read|KIE_CALLBACK_URL|gzip|KIE_BASE_URL|KIE|HTML|LC_ALL|LC_MESSAGES|LANG|JSON Lines|JSON Schema|JSON|API|UTF-8|URL|USD|ID|MB|GET|Google|t2i|i2v|tts|active|legacy|unverified|placeholder|unknown|simulated|token|en|ru|zh)\b/g

/** What `kiln doctor` finds is looked at on its own. */
type General = Omit<Words, 'doctor'>

const SAMPLES: SamplesOf<General> = {
  both: [['12.', '34.']],
  sentence: [['123']],
  help: { usage: [['a1 <b2>']] },
  usage: {
    noCommand: [['a1']],
    allCommands: [[['b2', 'c3']]],
    takes: [
      ['a1', '<b2>', ''],
      ['a1', '', 'c3'],
    ],
    seeHelp: [['a1']],
    unknownOption: [['--a1']],
    valueMissing: [['--a1']],
    takesNoValue: [['--a1']],
    badLanguage: [
      [['b2', 'c3'], 'd4'],
      [['b2', 'c3'], ''],
    ],
    badType: [[['b2', 'c3'], 'd4']],
    badCredits: [['--a1', 'b2']],
    notOneOf: [['--a1', ['b2', 'c3'], 'd4']],
    writeLike: [['--a1 500']],
  },
  keys: {
    revokedBy: [['a1', '123']],
    expires: [['123']],
    weight: [[2]],
    budget: [[1], [2], [500], [1.5]],
    queue: [[7]],
    created: [['a1', 'b2', 'c3']],
    notTaken: [['a1']],
    makeAnother: [['a1']],
    revoked: [['a1']],
    begun: [['a1']],
    badTime: [['--a1', 'b2']],
    badLimit: [['--a1', 'b2']],
  },
  file: {
    missing: [['a1']],
    isFolder: [['a1']],
    forbidden: [['a1']],
    cannotOpen: [['a1', 'EB2']],
    empty: [['a1']],
    tooLarge: [['a1', 16]],
    notUtf8: [['a1']],
    notJson: [['a1']],
    isList: [['a1']],
    goesOnAfterBatch: [['a1']],
    goesOnAfterNoJob: [['a1']],
    brokenOff: [['a1']],
    cannotWrite: [['EB2']],
  },
  models: { unknown: [['a1']], didYouMean: [[['a1', 'b2']]] },
  page: { seconds: [[7, 55]], byDefault: [['"a1"']], beyond: [[5]] },
  money: { credits: [['1'], ['8'], ['10-40'], ['0.5']], cost: [['123', '0.04']] },
  verdict: {
    line: [[3]],
    needsCallback: [['a1']],
    allGood: [[1], [4]],
    someBad: [
      [1, 5],
      [3, 4],
    ],
  },
  total: {
    known: [[1, 2, '345']],
    warning: [
      ['12.', 1, 3],
      ['12.', 2, 3],
      ['12.', 5, 3],
    ],
    moreBad: [[12]],
    moreWarnings: [[1], [2], [12]],
    budget: { fits: [[1], [8]], mayExceed: [[8]], exceeds: [[8]], unknown: [[8]] },
  },
  job: {
    quotedCharged: [
      ['8', 9],
      ['8', null],
    ],
    until: [['123']],
    place: [[3]],
    written: [['a1']],
    cannotWrite: [['a1', 'EB2']],
  },
  schedule: {
    known: [[1], [12]],
    ended: [
      [48, 71],
      [48, null],
    ],
    span: [
      [39, 49],
      [39, null],
    ],
  },
  api: {
    noAddress: [['a1']],
    silent: [['a1']],
    noKiln: [['a1']],
    keyRefused: [[401, 'a1']],
    sameKey: [['a1']],
  },
  batch: {
    someInvalid: [[7, 3]],
    credits: [[1, 2, 3]],
    used: [[7, 50]],
    heldBy: [['a1']],
    rate: [[12]],
    charged: [[1], [2], [5]],
    left: [['12']],
    stalled: [['12']],
    seconds: [[59]],
    minutes: [[1, 5]],
    hours: [[2, 7]],
    moreBad: [[1], [12]],
    saved: [
      [1, 'a1'],
      [5, 'a1'],
    ],
    cannotSave: [['a1', 'EB2']],
    tooLongToQuote: [[10_000]],
    goesOn: [['a1']],
    comeBack: [['a1']],
    jobCanceled: [['a1']],
    jobEndsFirst: [['a1']],
  },
  acts: {
    outcome: { requeued: [['a1']], adopted: [['a1']], resumed: [['a1']] },
    bound: [['a1', 'b2']],
    writtenOff: [['a1']],
    evidence: [[1, 'a1', 'b2']],
    badAttempt: [['--a1', 'b2']],
  },
  filters: { badMoment: [['--a1', 'b2']], badCount: [['--a1', 5, 'b2']] },
  failures: { unknown: [['a1']] },
  plan: {
    andMore: [[12]],
    asked: [[1], [3]],
    unpriced: [[1], [7]],
    balance: [['12', '34']],
    question: [[1], [30]],
  },
  bulk: {
    abortedBy: [['a1']],
    goesOn: [['a1']],
    comeBack: [['a1', 'b2']],
    both: [['--a1']],
    onlyOne: [['--a1']],
  },
  cancels: { onlyMarked: [[1], [7]], question: [[1], [30]] },
  jobs: { more: [[50, 10_000]], cutOff: [[10_000]] },
  pausing: {
    paused: [['a1', 'b2']],
    goesOn: [
      [1, 3],
      [5, 0],
    ],
    undo: [['a1']],
    resumed: [['a1', 7]],
    stillClosed: [['a1']],
    missing: [[1], [5]],
  },
  system: {
    window: [[7, 20, 10]],
    slowStart: [[3]],
    held: [[1], [5]],
    until: [['123']],
    tries: [['123']],
    balance: [[80]],
    perHour: [[20]],
    gone: [['123']],
    needs: { gate: [['a1']], paused: [['a1', 'b2']], parked: [[1], [5]], credits: [['123']] },
  },
  top: { title: [[2, 3]], change: [['+40']], lost: [['a1']] },
  parked: { attempts: [[1], [2]], silent: [[5]], callbacks: [[80]], stake: [['12']] },
  difference: {
    inCatalogue: [['a1']],
    differs: [[1], [30]],
    agrees: [[1], [30]],
    notListed: [['a1', 'b2', '401']],
  },
}

describe.each(LANGUAGES)('in %s', (language) => {
  const words = WORDS[language]
  const { doctor: _, ...general } = words

  test('all that is said is whole, and in no other language', () => {
    const told = tellAll<General>(general, SAMPLES)
    expect(told.length).toBeGreaterThan(120)
    expect(faultsIn(told, language, CODE_WORDS)).toEqual([])
  })

  test('every option of every command is explained, and nothing else', () => {
    for (const command of COMMANDS) {
      const own = Object.keys(command.options).filter((name) => name !== 'json')
      expect([command.name, Object.keys(command.words(words).options)]).toEqual([command.name, own])
    }
  })
})

test.each([
  ['1', '1 кредит'],
  ['2', '2 кредита'],
  ['5', '5 кредитов'],
  ['21', '21 кредит'],
  ['0.5', '0.5 кредита'],
  ['10-40', '10-40 кредитов'],
])('Russian declines %s credits', (amount, told) => {
  expect(WORDS.ru.money.credits(amount)).toBe(told)
})
