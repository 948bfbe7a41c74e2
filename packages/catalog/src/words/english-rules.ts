import { pluralsOf } from '@kiln/languages'

const plural = pluralsOf('en')
const characters = (count: number) => `${count} ${plural(count, { one: 'character', other: 'characters' })}`
const list = (names: readonly string[]) => names.join(', ')
const groups = (all: readonly (readonly string[])[]) => all.map((group) => group.join(' with ')).join('; or ')

/** Rules between parameters, each as a sentence without its full stop. */
export const ENGLISH_RULES = {
  requiredWhen: (name: string, condition: string) => `${name} is required when ${condition}`,
  mustBeWhen: (name: string, expected: string, condition: string) =>
    `${name} must be ${expected} when ${condition}`,
  optionalWhen: (name: string, condition: string) => `${name} may be left out when ${condition}`,
  forbiddenWhen: (name: string, condition: string) => `${name} cannot be given when ${condition}`,
  valuesForbiddenWhen: (name: string, values: string, condition: string) =>
    `${name} cannot be ${values} when ${condition}`,
  ignoredWhen: (name: string, condition: string) => `${name} has no effect when ${condition}`,
  defaultWhen: (name: string, value: string, condition: string) =>
    `${name} is ${value} by default when ${condition}`,
  multipleOf: (name: string, step: number) => `${name} must be a multiple of ${step}`,
  atMostWhen: (name: string, max: number, condition: string) =>
    `${name} holds at most ${max} when ${condition}`,
  exactlyWhen: (name: string, count: number, condition: string) =>
    `${name} holds exactly ${count} when ${condition}`,
  charactersWhen: (name: string, max: number, condition: string) =>
    `${name} holds at most ${characters(max)} when ${condition}`,
  charactersIfChinese: (name: string, max: number) =>
    `${name} holds at most ${characters(max)} when it is Chinese`,
  onlyOne: (all: readonly (readonly string[])[]) => `only one of these may be given: ${groups(all)}`,
  exactlyOne: (names: readonly string[]) => `exactly one of ${list(names)} must be given`,
  exactlyOneGroup: (all: readonly (readonly string[])[]) =>
    `exactly one of these must be given, and all of it: ${groups(all)}`,
  atLeastOne: (names: readonly string[]) => `at least one of ${list(names)} must be given`,
  itemsInAll: (names: readonly string[], max: number) => `${list(names)} hold at most ${max} together`,
  charactersInAll: (path: string, max: number) => `all ${path} hold at most ${characters(max)} together`,
  sumInAll: (path: string, limitName: string) => `all ${path} come to at most ${limitName} together`,
  mustBe: (name: string, expected: string) => `${name} must be ${expected}`,
  sameLength: (names: readonly string[]) => `${names.join(' and ')} must hold equally many`,
  allDifferent: (path: string) => `every ${path} must be different`,
  notAllAtOnce: (condition: string) => `not all at once: ${condition}`,
  notEnforced: (rule: string) => `${rule} (not enforced by kiln)`,
}
