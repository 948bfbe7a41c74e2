import type { ModelDescription, Question } from '@kiln/catalog'
import type { Ink } from './ink.ts'
import { renderTable } from './table.ts'

/** One model, for a person. */
export function renderModel(model: ModelDescription, ink: Ink): string {
  const heading = `${ink.bold(model.id)}\n${model.title}\n`
  const parts = [heading, renderFacts(model), renderWarnings(model, ink), renderQuestions(model, ink)]
  return [...parts, renderPrices(model, ink)].filter((part) => part !== '').join('\n')
}

function renderFacts(model: ModelDescription) {
  const { vendor, type, alsoTypes, output, status, aliases, requires, typicalSeconds } = model
  return renderTable([
    ['vendor', vendor],
    ['type', [type, ...alsoTypes].join(', ')],
    ['output', output],
    ['status', status],
    ...(aliases.length === 0 ? [] : [['also as', aliases.join(', ')]]),
    ...(requires.length === 0 ? [] : [['needs', 'a callback URL: KIE_CALLBACK_URL must be set']]),
    ...(typicalSeconds === null ? [] : [['takes', `${typicalSeconds.min} to ${typicalSeconds.max} s`]]),
  ])
}

function renderWarnings({ warnings }: ModelDescription, ink: Ink): string {
  return warnings.map(({ message }) => `${ink.yellow('!')} ${message}\n`).join('')
}

function renderQuestions({ questions }: ModelDescription, ink: Ink): string {
  if (questions.length === 0) return ''
  const rows = questions.flatMap((question) => [
    rowOf(question),
    ...(question.fields ?? []).map((field) => rowOf(field, '  each: ')),
  ])
  return `${ink.bold('Input')}\n${renderTable(rows)}`
}

/** Beyond this a list of values is no help on one line. */
const EXPECTED_MAX_CHARACTERS = 120

function rowOf(question: Omit<Question, 'fields'>, indent = ''): string[] {
  const { parameter, label, required, expected } = question
  const given = question.default === null ? '' : `default ${JSON.stringify(question.default)}`
  const rule =
    expected.length > EXPECTED_MAX_CHARACTERS
      ? `${expected.slice(0, EXPECTED_MAX_CHARACTERS)}… (--json shows all)`
      : expected
  return [`  ${indent}${parameter}`, label, required ? 'required' : given, rule]
}

function renderPrices({ prices }: ModelDescription, ink: Ink): string {
  if (prices.length === 0) return ''
  const rows = prices.map(({ credits, usd, unit, when, beyond, note, asOf }) => [
    `  ${credits} credits`,
    `${usd} USD`,
    `per ${unit.replaceAll('_', ' ')}`,
    asOf,
    [
      ...Object.entries(when).map(([name, wanted]) => `${name} ${JSON.stringify(wanted)}`),
      beyond === null ? '' : `beyond the first ${beyond}`,
      note ?? '',
    ]
      .filter((part) => part !== '')
      .join(', '),
  ])
  return `${ink.bold('Prices')}\n${renderTable(rows)}`
}
