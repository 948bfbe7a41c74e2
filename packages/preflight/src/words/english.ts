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
  crowdedDefaults: {
    message: (values: number) =>
      `defaults must hold at most ${values} values, lists and objects counted with all that is in them.`,
    expected: (values: number) => `at most ${values} values`,
  },
  manyKeys: {
    message: (at: string, most: number, got: number) =>
      `${at} must be an object of at most ${most} parameters, got ${got}.`,
    expected: (most: number) => `an object of at most ${most} parameters`,
    hint: 'Leave out what the model does not take.',
  },
  lines: {
    tooLong: { message: 'the line must be at most 1 MB long.', hint: 'Pass media by URL.' },
    brokenOff: { message: 'the file breaks off here.', hint: 'Write or pack it anew.' },
    notUtf8: { message: 'the line must be UTF-8.', hint: 'Save the file as UTF-8.' },
    notJson: {
      message: 'the line must be one JSON object.',
      hint: 'Look for a missing quote, brace or comma.',
    },
  },
  notValid: 'The body is not valid.',
  /** The first of several faults, and where the others are. */
  andMore: (first: string, count: number) =>
    `${first} \`errors\` lists all ${count} ${plural(count, { one: 'fault', other: 'faults' })}.`,
}
