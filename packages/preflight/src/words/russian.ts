import { pluralsOf } from '@kiln/languages'
import type { Words } from './words.ts'

const plural = pluralsOf('ru')
const ofLevels = (count: number) => `${count} ${plural(count, { one: 'уровня', other: 'уровней' })}`
const ofCharacters = (count: number) => `${count} ${plural(count, { one: 'символа', other: 'символов' })}`

const ofValues = (count: number) => `${count} ${plural(count, { one: 'значения', other: 'значений' })}`
const ofParameters = (count: number) => `${count} ${plural(count, { one: 'параметра', other: 'параметров' })}`

export const RUSSIAN: Words = {
  tooDeep: {
    message: (most) => `Вложенность тела запроса должна быть не больше ${ofLevels(most)}.`,
    expected: (most) => `не больше ${ofLevels(most)}`,
  },
  duplicate: {
    message: (line) => `customId не должен повторяться в пакете; такой же указан в строке ${line}.`,
    expected: 'имя, которого нет у других строк',
    hint: 'Переименуйте одну из двух строк или уберите её.',
  },
  longDefaults: {
    message: (characters, levels) =>
      `defaults: ожидается не больше ${ofCharacters(characters)} JSON при вложенности не больше ${ofLevels(levels)}.`,
    expected: (characters) => `не больше ${ofCharacters(characters)}`,
    hint: 'Перенесите длинные значения в те строки, которым они нужны.',
  },
  crowdedDefaults: {
    message: (values) =>
      `defaults: ожидается не больше ${ofValues(values)}, считая списки и объекты со всем, что в них есть.`,
    expected: (values) => `не больше ${ofValues(values)}`,
  },
  manyKeys: {
    message: (at, most, got) =>
      `${at}: ожидается объект, в котором не больше ${ofParameters(most)}; получено: ${got}.`,
    expected: (most) => `объект, в котором не больше ${ofParameters(most)}`,
    hint: 'Уберите то, чего модель не принимает.',
  },
  lines: {
    tooLong: { message: 'Строка должна быть не длиннее 1 МБ.', hint: 'Передавайте медиафайлы ссылками.' },
    brokenOff: { message: 'Здесь файл обрывается.', hint: 'Запишите или упакуйте его заново.' },
    notUtf8: { message: 'Строка должна быть в UTF-8.', hint: 'Сохраните файл в UTF-8.' },
    notJson: {
      message: 'Строка должна быть одним объектом JSON.',
      hint: 'Проверьте, не пропущена ли кавычка, скобка или запятая.',
    },
  },
  notValid: 'Тело запроса составлено неверно.',
  andMore: (first, count) => `${first} Все ошибки (${count}) перечислены в \`errors\`.`,
}
