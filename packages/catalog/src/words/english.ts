import { type Language, pluralsOf } from '@kiln/languages'
import { ENGLISH_RULES } from './english-rules.ts'

const plural = pluralsOf('en')
const characters = (count: number) => `${count} ${plural(count, { one: 'character', other: 'characters' })}`
const items = (count: number) => `${count} ${plural(count, { one: 'item', other: 'items' })}`
const list = (names: readonly string[]) => names.join(', ')
const or = (parts: readonly string[]) =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} or ${parts.at(-1)}`

function range(min: number | undefined, max: number | undefined): string {
  if (min === undefined) return max === undefined ? '' : `at most ${max}`
  return max === undefined ? `at least ${min}` : `from ${min} to ${max}`
}

/** What the catalogue says. Each language has all of it: a new kind of message does not compile without them. */
export const ENGLISH = {
  /** Two sentences, one after the other. */
  both: (first: string, second: string) => `${first} ${second}`,

  /** Of what is written in every language, such as a note of the data, the one that is spoken here. */
  pick: (texts: Readonly<Record<Language, string>>) => texts.en,

  /** What was expected: completes "must be …". */
  expected: {
    text: (length: { min: number; max: number } | null, pattern: string | null) =>
      `a text${length === null ? '' : ` of ${length.min} to ${characters(length.max)}`}${
        pattern === null ? '' : ` that matches ${pattern}`
      }`,
    textAtMost: (max: number) => `a text of at most ${characters(max)}`,
    chineseTextAtMost: (max: number) => `a text of at most ${characters(max)} when it is Chinese`,
    number: ({ isWhole, min, max, step, extra }: NumberWords) => {
      const noun = isWhole ? 'a whole number' : 'a number'
      const bounds = min !== undefined && max !== undefined ? ` ${range(min, max)}` : openRange(min, max)
      return `${noun}${bounds}${step === null ? '' : ` in steps of ${step}`}${
        extra.length === 0 ? '' : ` (or ${list(extra)})`
      }`
    },
    asText: (number: string) => `${number}, as text`,
    flag: 'true or false',
    oneOf: (values: readonly string[]) => `one of ${list(values)}`,
    someOf: or,
    list: 'a list',
    listOf: (min: number, max: number, item: string) =>
      `a list of ${min === max ? items(min) : `${min === 0 ? 'at most' : `${min} to`} ${max} items`}, each ${item}`,
    listAtMost: (max: number) => `a list of at most ${max}`,
    listOfExactly: (count: number) => `a list of exactly ${count}`,
    object: (names: readonly string[]) => `an object with ${list(names)}`,
    url: (schemes: readonly string[], hosts: readonly string[] | null) =>
      `an absolute ${schemes.join(' or ')} URL${hosts === null ? '' : ` on ${hosts.join(' or ')}`}`,
    shortUrl: (url: string, max: number) => `${url} of at most ${characters(max)}`,
    reachableUrl: (url: string) => `${url} that KIE can reach`,
    value: 'a value',
    nothing: 'nothing',
    anotherValue: 'another value',
    anotherValueThan: (values: readonly string[]) => `another value than ${or(values)}`,
    when: (expected: string, condition: string) => `${expected} when ${condition}`,
    unless: (expected: string, condition: string) => `${expected} unless ${condition}`,
    exactlyOneOf: (names: readonly string[]) => `exactly one of ${list(names)}`,
    atLeastOneOf: (names: readonly string[]) => `at least one of ${list(names)}`,
    onlyOneOf: (groups: readonly string[]) => `only one of: ${groups.join(' or ')}`,
    group: (names: readonly string[]) => names.join(' with '),
    charactersInAll: (max: number, path: string) => `at most ${characters(max)} in all of ${path} together`,
    itemsInAll: (max: number, names: readonly string[]) => `at most ${max} in all of ${list(names)} together`,
    sumInAll: (limit: number, path: string, limitName: string) =>
      `at most ${limit} in all of ${path} together, as ${limitName} says`,
    asLongAs: (name: string) => `as long as ${name}`,
    differentInEach: (name: string) => `different in each item of ${name}`,
    range,
    multipleOf: (step: number) => `a multiple of ${step}`,
    greaterThan: (name: string, least: number | undefined, most: number | undefined) =>
      `${least === undefined ? 'greater than' : `at least ${least} more than`} ${name}${
        most === undefined ? '' : ` and at most ${most} more`
      }`,
    notAllAtOnce: (condition: string) => `not all at once: ${condition}`,
    underOneName: (names: readonly string[]) => `one value under one of the names ${list(names)}`,
    knownModel: 'the id of a model in the catalogue',
    runnableModel: 'a model that KIE runs',
    callbackUrl: 'a configured callback URL',
  },

  /** What came: completes "…, got …". */
  got: {
    nothing: 'nothing',
    object: 'an object',
    list: (count: number) => `a list of ${count}`,
    text: (count: number) => `a text of ${characters(count)}`,
    untrimmed: (count: number) => `a text of ${characters(count)} with white space around it`,
    withControl: (count: number) => `a text of ${characters(count)} with a control character in it`,
    withHalfPair: (count: number) => `a text of ${characters(count)} with half of a surrogate pair in it`,
    withPassword: 'one with a user name or password in it',
    onHost: (host: string) => `one on ${host}`,
    countAgainst: (count: number, other: number) => `${count} against ${other}`,
    numberOver: (number: number, other: number) => `${number} over ${other}`,
    sameTwice: 'the same twice',
  },

  /** What is wrong, as a whole sentence; `at` is the place. */
  faults: {
    mismatch: (at: string, expected: string, got: string) => `${at} must be ${expected}, got ${got}.`,
    mustBe: (at: string, expected: string) => `${at} must be ${expected}.`,
    tooMuch: (at: string, expected: string, got: number) => `${at} must hold ${expected}, got ${got}.`,
    requiredWhen: (at: string, condition: string) => `${at} is required when ${condition}.`,
    requiredUnless: (at: string, condition: string) => `${at} is required unless ${condition}.`,
    requiredWith: (at: string, names: readonly string[]) => `${at} is required together with ${list(names)}.`,
    forbiddenWhen: (at: string, condition: string) => `${at} cannot be given when ${condition}.`,
    valueForbiddenWhen: (at: string, value: string, condition: string) =>
      `${at} cannot be ${value} when ${condition}.`,
    missing: (at: string, needed: string) => `${at} is missing: the model needs ${needed}.`,
    exclusive: (at: string, names: readonly string[]) =>
      `${at} cannot be given together with ${list(names)}.`,
    badCombination: (at: string, condition: string) => `${at} cannot be combined like this: ${condition}.`,
    unknownParameter: (at: string) => `${at} is not a parameter of this model.`,
    impossibleName: (at: string) => `${at} is not a name that an object may carry.`,
    secondName: (at: string, name: string) =>
      `${at} is a second name of the parameter ${name}, given with another value.`,
    unknownModel: (at: string, name: string) =>
      `${at} must be the id of a model in the catalogue, got ${name}.`,
    placeholderModel: (at: string, id: string) =>
      `${at} must be one that KIE runs, got ${id}, which names a family.`,
    callbackNeeded: (at: string, id: string) =>
      `${at} ${id} runs only with a callback URL, and none is configured.`,
  },

  /** What to do next. */
  hints: {
    giveValue: 'Give it a value; an empty one counts as none.',
    giveItToo: 'Give it a value.',
    sendThatKind: 'Send a value of that kind.',
    sendThatValue: 'Send that value.',
    useListed: 'Use one of these values.',
    didYouMean: (names: readonly string[]) => `Did you mean ${names.join(' or ')}?`,
    itTakes: (names: readonly string[]) => `It takes ${list(names)}.`,
    strictName: (name: string) => `Call it ${name}: strict mode takes no other names.`,
    shorten: (by: number, max: number) => `Shorten it by ${characters(by)}, to ${max}.`,
    shortenInAll: (by: number) => `Take out ${characters(by)}.`,
    writeAtLeast: (min: number) => `Write at least ${min}.`,
    writeInForm: 'Write it in this form.',
    trim: 'Take the white space off both ends.',
    removeControl: 'Take the control character out.',
    wellFormed: 'Send well-formed Unicode.',
    wholeNumber: 'Send a whole number.',
    inDigits: 'Write the number in digits.',
    withinRange: 'Choose a value within the range.',
    roundTo: (step: number) => `Round it to a multiple of ${step}.`,
    takeOut: (count: number) => `Take out ${count}.`,
    takeOff: (amount: number) => `Take off ${amount}.`,
    addMissing: 'Add the missing items.',
    sendSoMany: (count: number) => `Send ${count}.`,
    oneForEach: 'Give one for each.',
    renameOne: 'Rename one of them.',
    moveOne: 'Move the one or the other.',
    changeOne: 'Change one of them.',
    addOne: 'Add one.',
    keepOne: 'Keep one of the two.',
    keepEither: (names: readonly string[], others: readonly string[]) =>
      `Keep ${list(names)} or ${list(others)}.`,
    anotherValue: 'Choose another value.',
    leaveOut: (name: string) => `Take ${name} out.`,
    leaveItOut: 'Take it out.',
    publicLink: 'Give a public link to the file.',
    noLogin: 'Give a link that needs no login.',
    uploadFile: 'Upload the file to where KIE can fetch it, and give that link.',
    linkOn: (hosts: readonly string[]) => `Give a link on ${hosts.join(' or ')}.`,
    nameOneOf: (ids: readonly string[]) => `Name one of its models: ${list(ids)}.`,
    everyId: 'GET /v1/models lists every id.',
    setCallback: 'Set KIE_CALLBACK_URL to a URL under which KIE reaches this API.',
  },

  /** What a caller should know although nothing is refused. */
  warnings: {
    legacyModel: (id: string) => `${id} is no longer in KIE's list of models and may be refused.`,
    unverifiedModel: (id: string) => `${id} is known from third parties only and may be refused.`,
    placeholderModel: (id: string, ids: readonly string[]) =>
      `${id} names a family and cannot be sent${ids.length === 0 ? '' : `; send one of ${list(ids)}`}.`,
    unknownPrice: (id: string) => `No price of ${id} is known.`,
    deprecated: (at: string) => `${at} is deprecated by KIE and may stop working.`,
    ignoredWhen: (at: string, condition: string) => `${at} has no effect when ${condition}.`,
    notChecked: (text: string) => `Not checked: ${text}.`,
    mayBeRefused: 'KIE may refuse the job.',
    emptyReplaced: (at: string) => `${at} came empty, so its default is sent.`,
    firstTaken: (at: string, count: number) => `${at} takes one file, so only the first of ${count} is sent.`,
    sentAsItCame: (at: string) => `${at} is not a parameter of this model; it is sent as it came.`,
    unexpectedFile: (at: string, ending: string, types: readonly string[]) =>
      `${at} ends in .${ending}, and the model takes ${list(types)}.`,
    leftOut: (count: number) =>
      `${count} more ${plural(count, { one: 'warning is', other: 'warnings are' })} left out.`,
  },

  /** Completes "when …". */
  conditions: {
    is: (name: string, value: string) => `${name} is ${value}`,
    isOneOf: (name: string, values: readonly string[]) => `${name} is ${or(values)}`,
    isNot: (name: string, value: string) => `${name} is not ${value}`,
    given: (name: string) => `${name} is given`,
    notGiven: (name: string) => `${name} is not given`,
    all: (conditions: readonly string[]) => conditions.join(' and '),
    any: (conditions: readonly string[]) => conditions.join(' or '),
  },

  rules: ENGLISH_RULES,
}

/** A number that a model takes, as far as there is something to say of it. */
export interface NumberWords {
  isWhole: boolean
  min: number | undefined
  max: number | undefined
  step: number | null
  /** Allowed outside the range. */
  extra: readonly string[]
}

function openRange(min: number | undefined, max: number | undefined): string {
  return `${min === undefined ? '' : ` of at least ${min}`}${max === undefined ? '' : ` of at most ${max}`}`
}
