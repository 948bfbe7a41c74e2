import type { Words } from './words.ts'

const list = (names: readonly string[]) => names.join('、')
const groups = (all: readonly (readonly string[])[]) => all.map((group) => group.join(' 与 ')).join('；或 ')

export const CHINESE_RULES: Words['rules'] = {
  requiredWhen: (name, condition) => `如果 ${condition}，则必须提供 ${name}`,
  mustBeWhen: (name, expected, condition) => `如果 ${condition}，则 ${name} 只能为：${expected}`,
  optionalWhen: (name, condition) => `如果 ${condition}，则可以省略 ${name}`,
  forbiddenWhen: (name, condition) => `如果 ${condition}，则不能提供 ${name}`,
  valuesForbiddenWhen: (name, values, condition) => `如果 ${condition}，则 ${name} 不能为 ${values}`,
  ignoredWhen: (name, condition) => `如果 ${condition}，则 ${name} 不起作用`,
  defaultWhen: (name, value, condition) => `如果 ${condition}，则 ${name} 默认为 ${value}`,
  multipleOf: (name, step) => `${name} 必须是 ${step} 的倍数`,
  atMostWhen: (name, max, condition) => `如果 ${condition}，则 ${name} 最多 ${max} 项`,
  exactlyWhen: (name, count, condition) => `如果 ${condition}，则 ${name} 必须恰好 ${count} 项`,
  charactersWhen: (name, max, condition) => `如果 ${condition}，则 ${name} 不超过 ${max} 个字符`,
  charactersIfChinese: (name, max) => `${name} 为中文时不超过 ${max} 个字符`,
  onlyOne: (all) => `以下只能提供其中之一：${groups(all)}`,
  exactlyOne: (names) => `${list(names)} 中必须提供且只能提供一个`,
  exactlyOneGroup: (all) => `以下必须提供且只能提供一组，并且要完整：${groups(all)}`,
  atLeastOne: (names) => `${list(names)} 中至少提供一个`,
  itemsInAll: (names, max) => `${list(names)} 合计不超过 ${max} 项`,
  charactersInAll: (path, max) => `所有 ${path} 合计不超过 ${max} 个字符`,
  sumInAll: (path, limitName) => `所有 ${path} 之和不超过 ${limitName}`,
  mustBe: (name, expected) => `${name} 应为：${expected}`,
  sameLength: (names) => `${names.join(' 与 ')} 的项数必须相同`,
  allDifferent: (path) => `每个 ${path} 都必须不同`,
  notAllAtOnce: (condition) => `不能同时满足：${condition}`,
  notEnforced: (rule) => `${rule}（kiln 不检查此规则）`,
}
