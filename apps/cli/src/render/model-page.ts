import type { ModelDescription, Question } from '@kiln/catalog'
import type { Language } from '@kiln/languages'
import type { Words } from '../words/words.ts'
import type { Ink } from './ink.ts'
import { renderTable } from './table.ts'

/** One model, for a person. */
export function renderModel(model: ModelDescription, ink: Ink, language: Language, words: Words): string {
  const heading = `${ink.bold(model.id)}\n${model.title}\n`
  const parts = [
    heading,
    renderFacts(model, words),
    renderWarnings(model, ink),
    renderQuestions(model, ink, language, words),
  ]
  return [...parts, renderPrices(model, ink, words)].filter((part) => part !== '').join('\n')
}

function renderFacts(model: ModelDescription, { page }: Words): string {
  const { vendor, type, alsoTypes, output, status, aliases, requires, typicalSeconds } = model
  return renderTable([
    [page.vendor, vendor],
    [page.type, [type, ...alsoTypes].join(', ')],
    [page.output, output],
    [page.status, status],
    ...(aliases.length === 0 ? [] : [[page.alsoAs, aliases.join(', ')]]),
    ...(requires.length === 0 ? [] : [[page.needs, page.callbackUrl]]),
    ...(typicalSeconds === null ? [] : [[page.takes, page.seconds(typicalSeconds.min, typicalSeconds.max)]]),
  ])
}

function renderWarnings({ warnings }: ModelDescription, ink: Ink): string {
  return warnings.map(({ message }) => `${ink.yellow('!')} ${message}\n`).join('')
}

function renderQuestions(
  { questions }: ModelDescription,
  ink: Ink,
  language: Language,
  words: Words,
): string {
  if (questions.length === 0) return ''
  const rows = questions.flatMap((question) => [
    rowOf(question, language, words),
    ...(question.fields ?? []).map((field) => rowOf(field, language, words, `  ${words.page.each}`)),
  ])
  return `${ink.bold(words.page.input)}\n${renderTable(rows)}`
}

/** Beyond this a list of values is no help on one line. */
const EXPECTED_MAX_CHARACTERS = 120

function rowOf(
  question: Omit<Question, 'fields'>,
  language: Language,
  { page }: Words,
  indent = '',
): string[] {
  const { parameter, labels, required, expected } = question
  const given = question.default === null ? '' : page.byDefault(JSON.stringify(question.default))
  const rule =
    expected.length > EXPECTED_MAX_CHARACTERS
      ? `${expected.slice(0, EXPECTED_MAX_CHARACTERS)}… ${page.cut}`
      : expected
  return [`  ${indent}${parameter}`, labels[language], required ? page.required : given, rule]
}

function renderPrices({ prices }: ModelDescription, ink: Ink, { page, units, money }: Words): string {
  if (prices.length === 0) return ''
  const rows = prices.map(({ credits, usd, unit, when, beyond, note, asOf }) => [
    `  ${money.credits(String(credits))}`,
    `${usd} USD`,
    units[unit],
    asOf,
    [
      ...Object.entries(when).map(([name, wanted]) => `${name} ${JSON.stringify(wanted)}`),
      beyond === null ? '' : page.beyond(beyond),
      note ?? '',
    ]
      .filter((part) => part !== '')
      .join(', '),
  ])
  return `${ink.bold(page.prices)}\n${renderTable(rows)}`
}
