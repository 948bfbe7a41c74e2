import { pluralsOf } from '@kiln/languages'

const plural = pluralsOf('en')

/** What is said of jobs and batches as a whole. Each language has all of it. */
export const ENGLISH = {
  tooDeep: {
    message: (most: number) => `the body must nest at most ${most} levels deep.`,
    expected: (most: number) => `at most ${most} levels`,
  },
  duplicate: {
    message: (line: number) => `customId must be used once in a batch, got that of line ${line}.`,
    expected: 'a name that no other line has',
    hint: 'Rename one of the two lines, or take one out.',
  },
  longDefaults: {
    message: (characters: number, levels: number) =>
      `defaults must be at most ${characters} characters of JSON, ${levels} levels deep.`,
    expected: (characters: number) => `at most ${characters} characters`,
    hint: 'Move what is long into the lines that need it.',
  },
  notValid: 'The body is not valid.',
  /** The first of several faults, and where the others are. */
  andMore: (first: string, count: number) =>
    `${first} \`errors\` lists all ${count} ${plural(count, { one: 'fault', other: 'faults' })}.`,
}
