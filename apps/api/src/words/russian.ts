import type { Words } from './words.ts'

const codes = (names: readonly string[]) => names.map((name) => `\`${name}\``)

export const RUSSIAN: Words = {
  emptyBody: 'Тело запроса пустое.',
  scopeNeeded: (needed, held) =>
    `Для этого вызова нужно право \`${needed}\`; у ключа есть: ${codes(held).join(', ')}.`,
  didYouMean: (ids) => `Возможно, имелось в виду ${ids.join(' или ')}?`,
  jobIs: (state, meaning) => `Состояние задания — ${state}: ${meaning}.`,
}
