import { pluralsOf } from '@kiln/languages'
import type { NumberWords } from './english.ts'
import { RUSSIAN_RULES } from './russian-rules.ts'
import type { Words } from './words.ts'

const plural = pluralsOf('ru')
/** By how many: на 1 символ, на 2 символа, на 5 символов. */
const characters = (count: number) =>
  `${count} ${plural(count, { one: 'символ', few: 'символа', many: 'символов', other: 'символа' })}`
/** Of how many, at most how many: из 1 символа, из 2 символов. */
const ofCharacters = (count: number) => `${count} ${plural(count, { one: 'символа', other: 'символов' })}`
const ofItems = (count: number) => `${count} ${plural(count, { one: 'элемента', other: 'элементов' })}`
const items = (count: number) =>
  `${count} ${plural(count, { one: 'элемент', few: 'элемента', many: 'элементов', other: 'элемента' })}`
const list = (names: readonly string[]) => names.join(', ')
const or = (parts: readonly string[]) =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} или ${parts.at(-1)}`

export const RUSSIAN: Words = {
  both: (first, second) => `${first} ${second}`,
  pick: (texts) => texts.ru,

  // Completes "ожидается …", so all of it is in the nominative.
  expected: {
    text: (length, pattern) =>
      `текст${length === null ? '' : ` длиной от ${length.min} до ${ofCharacters(length.max)}`}${
        pattern === null ? '' : `, соответствующий шаблону ${pattern}`
      }`,
    textAtMost: (max) => `текст не длиннее ${ofCharacters(max)}`,
    chineseTextAtMost: (max) => `текст не длиннее ${ofCharacters(max)}, если он на китайском языке`,
    number: ({ isWhole, min, max, step, extra }: NumberWords) =>
      `${isWhole ? 'целое число' : 'число'}${bounds(min, max)}${step === null ? '' : ` с шагом ${step}`}${
        extra.length === 0 ? '' : ` (или ${list(extra)})`
      }`,
    asText: (number) => `${number}, записанное как текст`,
    flag: 'true или false',
    oneOf: (values) => `одно из значений: ${list(values)}`,
    someOf: or,
    list: 'список',
    listOf: (min, max, item) => `${sizedList(min, max)}, каждый — ${item}`,
    listAtMost: (max) => `список не более чем из ${ofItems(max)}`,
    listOfExactly: (count) => `список ровно из ${ofItems(count)}`,
    object: (names) => `объект с полями: ${list(names)}`,
    url: (schemes, hosts) =>
      `абсолютный URL (${or(schemes)})${hosts === null ? '' : ` на хосте ${or(hosts)}`}`,
    shortUrl: (url, max) => `${url} не длиннее ${ofCharacters(max)}`,
    reachableUrl: (url) => `${url}, доступный для KIE`,
    value: 'значение',
    nothing: 'параметр не указан',
    anotherValue: 'другое значение',
    anotherValueThan: (values) => `любое значение, кроме: ${list(values)}`,
    when: (expected, condition) => `${expected}, если ${condition}`,
    unless: (expected, condition) => `${expected}, кроме случая, когда ${condition}`,
    exactlyOneOf: (names) => `ровно один из вариантов: ${list(names)}`,
    atLeastOneOf: (names) => `хотя бы один из параметров: ${list(names)}`,
    onlyOneOf: (groups) => `только что-то одно: ${groups.join(' или ')}`,
    group: (names) => names.join(' вместе с '),
    charactersInAll: (max, path) => `не более ${ofCharacters(max)} во всех ${path} вместе`,
    itemsInAll: (max, names) => `не более ${ofItems(max)} во всех параметрах вместе: ${list(names)}`,
    sumInAll: (limit, path, limitName) => `сумма всех ${path} не больше ${limit}, как задано в ${limitName}`,
    asLongAs: (name) => `список той же длины, что и ${name}`,
    differentInEach: (name) => `своё значение в каждом элементе ${name}`,
    range: (min, max) => `значение${bounds(min, max)}`,
    multipleOf: (step) => `число, кратное ${step}`,
    greaterThan: (name, least, most) =>
      `значение больше, чем ${name}${least === undefined ? '' : `, не менее чем на ${least}`}${
        most === undefined ? '' : `, не более чем на ${most}`
      }`,
    notAllAtOnce: (condition) => `не всё сразу: ${condition}`,
    underOneName: (names) => `одно значение под одним из имён: ${list(names)}`,
    knownModel: 'ID модели из каталога',
    runnableModel: 'модель, которую KIE может запустить',
    callbackUrl: 'заданный URL для обратных вызовов (callback)',
  },

  got: {
    nothing: 'ничего',
    object: 'объект',
    list: (count) => `список из ${ofItems(count)}`,
    text: (count) => `текст из ${ofCharacters(count)}`,
    untrimmed: (count) => `текст из ${ofCharacters(count)} с пробелами по краям`,
    withControl: (count) => `текст из ${ofCharacters(count)} с управляющим символом внутри`,
    withHalfPair: (count) => `текст из ${ofCharacters(count)} с половиной суррогатной пары`,
    withPassword: 'URL с именем пользователя или паролем',
    onHost: (host) => `URL на хосте ${host}`,
    countAgainst: (count, other) => `${count} вместо ${other}`,
    numberOver: (number, other) => `${number} (второе значение — ${other})`,
    sameTwice: 'одно и то же дважды',
  },

  faults: {
    mismatch: (at, expected, got) => `${at}: ожидается ${expected}; получено: ${got}.`,
    mustBe: (at, expected) => `${at}: ожидается ${expected}.`,
    tooMuch: (at, expected, got) => `${at}: ожидается ${expected}; получено: ${got}.`,
    requiredWhen: (at, condition) => `Параметр ${at} обязателен, если ${condition}.`,
    requiredUnless: (at, condition) => `Параметр ${at} обязателен, кроме случая, когда ${condition}.`,
    requiredWith: (at, names) => `Параметр ${at} обязателен, если указано: ${list(names)}.`,
    forbiddenWhen: (at, condition) => `Параметр ${at} нельзя указывать, если ${condition}.`,
    valueForbiddenWhen: (at, value, condition) => `${at}: значение ${value} недопустимо, если ${condition}.`,
    missing: (at, needed) => `Параметр ${at} не указан. Модели нужен ${needed}.`,
    exclusive: (at, names) => `Параметр ${at} нельзя указывать вместе с ${list(names)}.`,
    badCombination: (at, condition) => `${at}: недопустимое сочетание (${condition}).`,
    unknownParameter: (at) => `У этой модели нет параметра ${at}.`,
    impossibleName: (at) => `${at}: у поля объекта не может быть такого имени.`,
    secondName: (at, name) => `Под именем ${at} параметр ${name} указан ещё раз, но с другим значением.`,
    unknownModel: (at, name) => `${at}: ожидается ID модели из каталога; получено: ${name}.`,
    placeholderModel: (at, id) =>
      `${at}: ожидается модель, которую KIE может запустить; получено название семейства: ${id}.`,
    callbackNeeded: (at, id) =>
      `${at}: модель ${id} работает только с обратными вызовами (callback), а URL для них не задан.`,
  },

  hints: {
    giveValue: 'Укажите значение; пустое считается отсутствующим.',
    giveItToo: 'Укажите значение и для этого параметра.',
    sendThatKind: 'Передайте значение этого типа.',
    sendThatValue: 'Передайте именно это значение.',
    useListed: 'Выберите одно из этих значений.',
    didYouMean: (names) => `Возможно, имелось в виду ${or(names)}?`,
    itTakes: (names) => `Допустимые параметры: ${list(names)}.`,
    strictName: (name) => `Используйте имя ${name}: в строгом режиме другие имена не принимаются.`,
    shorten: (by, max) => `Сократите текст на ${characters(by)}, до ${max}.`,
    shortenInAll: (by) => `Сократите тексты на ${characters(by)}.`,
    writeAtLeast: (min) => `Напишите не менее ${ofCharacters(min)}.`,
    writeInForm: 'Запишите значение в этом виде.',
    trim: 'Уберите пробелы в начале и в конце.',
    removeControl: 'Удалите управляющий символ.',
    wellFormed: 'Передайте корректный Unicode.',
    wholeNumber: 'Передайте целое число.',
    inDigits: 'Запишите число цифрами.',
    withinRange: 'Выберите значение в этих пределах.',
    roundTo: (step) => `Округлите до числа, кратного ${step}.`,
    takeOut: (count) => `Уберите ${items(count)}.`,
    takeOff: (amount) => `Уменьшите сумму на ${amount}.`,
    addMissing: 'Добавьте недостающие элементы.',
    sendSoMany: (count) => `Передайте ${items(count)}.`,
    oneForEach: 'Укажите по одному на каждый элемент.',
    renameOne: 'Измените одно из них.',
    moveOne: 'Измените одно из двух значений.',
    changeOne: 'Измените одно из этих значений.',
    addOne: 'Добавьте недостающее.',
    keepOne: 'Оставьте что-то одно.',
    keepEither: (names, others) => `Оставьте либо ${list(names)}, либо ${list(others)}.`,
    anotherValue: 'Выберите другое значение.',
    leaveOut: (name) => `Уберите ${name}.`,
    leaveItOut: 'Уберите это поле.',
    publicLink: 'Укажите общедоступную ссылку на файл.',
    noLogin: 'Укажите ссылку, которая открывается без входа.',
    uploadFile: 'Загрузите файл туда, откуда KIE сможет его скачать, и укажите эту ссылку.',
    linkOn: (hosts) => `Укажите ссылку на хосте ${or(hosts)}.`,
    nameOneOf: (ids) => `Укажите одну из моделей семейства: ${list(ids)}.`,
    everyId: 'Все ID перечислены в GET /v1/models.',
    setCallback: 'Задайте в KIE_CALLBACK_URL адрес, по которому KIE может обратиться к этому API.',
  },

  warnings: {
    legacyModel: (id) => `Модели ${id} больше нет в списке KIE; задание могут отклонить.`,
    unverifiedModel: (id) => `Модель ${id} известна только от третьих лиц; задание могут отклонить.`,
    placeholderModel: (id, ids) =>
      `${id} — название семейства, отправить его нельзя${
        ids.length === 0 ? '' : `; укажите одну из моделей: ${list(ids)}`
      }.`,
    unknownPrice: (id) => `Цена модели ${id} неизвестна.`,
    deprecated: (at) => `KIE считает параметр ${at} устаревшим; он может перестать работать.`,
    ignoredWhen: (at, condition) => `Параметр ${at} ни на что не влияет, если ${condition}.`,
    notChecked: (text) => `Не проверяется: ${text}.`,
    mayBeRefused: 'KIE может отклонить задание.',
    emptyReplaced: (at) => `Параметр ${at} пуст, поэтому будет отправлено значение по умолчанию.`,
    firstTaken: (at, count) =>
      `Параметр ${at} принимает один файл; передано: ${count}, отправлен будет только первый.`,
    sentAsItCame: (at) => `У этой модели нет параметра ${at}; он будет отправлен как есть.`,
    unexpectedFile: (at, ending, types) =>
      `${at}: файл с расширением .${ending}, а модель принимает ${list(types)}.`,
    leftOut: (count) => `Не показаны другие предупреждения: ${count}.`,
  },

  conditions: {
    is: (name, value) => `${name} = ${value}`,
    isOneOf: (name, values) => `${name} = ${or(values)}`,
    isNot: (name, value) => `${name} ≠ ${value}`,
    given: (name) => `указан ${name}`,
    notGiven: (name) => `не указан ${name}`,
    all: (conditions) => conditions.join(' и '),
    any: (conditions) => conditions.join(' или '),
  },

  rules: RUSSIAN_RULES,
}

/** " от 1 до 5", " не меньше 1", " не больше 5". */
function bounds(min: number | undefined, max: number | undefined): string {
  if (min === undefined) return max === undefined ? '' : ` не больше ${max}`
  return max === undefined ? ` не меньше ${min}` : ` от ${min} до ${max}`
}

function sizedList(min: number, max: number): string {
  if (min === max) return `список из ${ofItems(max)}`
  return min === 0 ? `список не более чем из ${ofItems(max)}` : `список из ${min}–${ofItems(max)}`
}
