import { pluralsOf } from '@kiln/languages'
import type { Words } from './words.ts'

const plural = pluralsOf('ru')
const ofCharacters = (count: number) => `${count} ${plural(count, { one: 'символа', other: 'символов' })}`
const ofItems = (count: number) => `${count} ${plural(count, { one: 'элемента', other: 'элементов' })}`
const items = (count: number) =>
  `${count} ${plural(count, { one: 'элемент', few: 'элемента', many: 'элементов', other: 'элемента' })}`
const list = (names: readonly string[]) => names.join(', ')
const groups = (all: readonly (readonly string[])[]) =>
  all.map((group) => group.join(' вместе с ')).join('; или ')

export const RUSSIAN_RULES: Words['rules'] = {
  requiredWhen: (name, condition) => `${name}: обязательный параметр, если ${condition}`,
  mustBeWhen: (name, expected, condition) => `${name}: допускается только ${expected}, если ${condition}`,
  optionalWhen: (name, condition) => `${name}: можно не указывать, если ${condition}`,
  forbiddenWhen: (name, condition) => `${name}: нельзя указывать, если ${condition}`,
  valuesForbiddenWhen: (name, values, condition) => `${name}: недопустимо ${values}, если ${condition}`,
  ignoredWhen: (name, condition) => `${name}: ни на что не влияет, если ${condition}`,
  defaultWhen: (name, value, condition) => `${name}: по умолчанию ${value}, если ${condition}`,
  multipleOf: (name, step) => `${name}: число, кратное ${step}`,
  atMostWhen: (name, max, condition) => `${name}: не более ${ofItems(max)}, если ${condition}`,
  exactlyWhen: (name, count, condition) => `${name}: ровно ${items(count)}, если ${condition}`,
  charactersWhen: (name, max, condition) => `${name}: не более ${ofCharacters(max)}, если ${condition}`,
  charactersIfChinese: (name, max) => `${name}: не более ${ofCharacters(max)}, если текст на китайском языке`,
  onlyOne: (all) => `можно указать только что-то одно: ${groups(all)}`,
  exactlyOne: (names) => `нужно указать ровно один из параметров: ${list(names)}`,
  exactlyOneGroup: (all) => `нужно указать ровно один из вариантов, причём целиком: ${groups(all)}`,
  atLeastOne: (names) => `нужно указать хотя бы один из параметров: ${list(names)}`,
  itemsInAll: (names, max) => `${list(names)}: вместе не более ${ofItems(max)}`,
  charactersInAll: (path, max) => `все ${path} вместе: не более ${ofCharacters(max)}`,
  sumInAll: (path, limitName) => `сумма всех ${path} не больше, чем ${limitName}`,
  mustBe: (name, expected) => `${name}: требуется ${expected}`,
  sameLength: (names) => `${names.join(' и ')}: списки одной длины`,
  allDifferent: (path) => `все ${path} должны различаться`,
  notAllAtOnce: (condition) => `недопустимое сочетание: ${condition}`,
  notEnforced: (rule) => `${rule} (kiln этого не проверяет)`,
}
