import { pluralsOf } from '@kiln/languages'
import { type ErrorCode, ERRORS } from '../errors.ts'

const plural = pluralsOf('en')
const characters = (count: number) => `${count} ${plural(count, { one: 'character', other: 'characters' })}`
const items = (count: number) => `${count} ${plural(count, { one: 'item', other: 'items' })}`

interface ProblemWords {
  title: string
  advice: string
}

/** What the contract says. Each language has all of it: a new code does not compile without them. */
export const ENGLISH = {
  problems: ERRORS as Readonly<Record<ErrorCode, ProblemWords>>,

  faults: {
    mismatch: (at: string, expected: string, got: string) => `${at} must be ${expected}, got ${got}.`,
    unknownField: (at: string) => `${at} is not a field of this call.`,
  },

  /** In place of a path, where the body itself is at fault. */
  body: 'the body',

  /** Completes "must be …". */
  expected: {
    text: 'text',
    number: 'a number',
    wholeNumber: 'a whole number',
    flag: 'true or false',
    object: 'an object',
    list: 'a list',
    oneOf: (values: readonly string[]) => `one of ${values.join(', ')}`,
    atLeast: (least: number) => `at least ${least}`,
    atMost: (most: number) => `at most ${most}`,
    charactersAtLeast: (least: number) => `at least ${characters(least)}`,
    charactersAtMost: (most: number) => `at most ${characters(most)}`,
    itemsAtLeast: (least: number) => `at least ${items(least)}`,
    itemsAtMost: (most: number) => `at most ${items(most)}`,
  },

  /** Forms that a schema asks for by these names. */
  forms: {
    printable: 'made of printable characters',
    storable: 'free of NUL and of halves of surrogate pairs',
    fewPairs: 'at most 16 pairs',
    moment: 'a time such as 2026-11-21T09:00:00Z',
    cursor: 'the `nextCursor` of another page',
    next: 'the `next` of an earlier answer',
    someFilter: 'made of at least one part',
    taskId: 'the id of a task: 1 to 200 visible ASCII characters, no bar',
    keyName: 'a name: 1 to 40 lower-case letters, digits, _ and -',
  },

  /** Completes "…, got …". */
  got: {
    nothing: 'nothing',
    object: 'an object',
    list: (count: number) => `a list of ${count}`,
    text: (count: number) => `a text of ${characters(count)}`,
  },

  hints: {
    badName: 'The name itself is at fault.',
    spelling: 'Correct its spelling or leave it out; /docs lists every field.',
  },
}
