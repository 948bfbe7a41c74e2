import type { z } from 'zod'
import { tellCondition } from '../conditions.ts'
import { CREDIT_USD } from '../credits.ts'
import type { ModelFile, PriceRow } from '../model-file.ts'
import { nameTypes } from '../model-types.ts'
import { tellRule } from '../rules/tell-rule.ts'
import type { sourcesSchema } from '../sources-file.ts'
import { exampleInput } from './example-input.ts'
import { ENGLISH } from '../words/english.ts'
import { code, codes, table } from './markdown.ts'
import { renderParameters } from './parameter-table.ts'

type Sources = z.infer<typeof sourcesSchema>

export function renderModelPage(model: ModelFile, sources: Sources): string {
  const up = '../'.repeat(model.id.split('/').length - 1) || './'
  const sections = [
    `# ${model.title}`,
    `Written by \`pnpm pages\` from [packages/catalog/models](${up}../../packages/catalog/models/${model.id}.json); do not edit. [All models](${up}README.md).`,
    renderSummary(model, sources),
    ...(model.status === 'placeholder' ? [] : renderUse(model)),
    ...renderPrices(model.pricing),
    ...renderSources(sources),
  ]
  return `${sections.join('\n\n')}\n`
}

function renderSummary(model: ModelFile, { docs }: Sources): string {
  const facts = [
    `Makes ${nameTypes([model.type, ...model.alsoTypes])}. By ${model.vendor}; family ${model.family}; the result is ${model.output === 'json' ? 'data' : model.output}.`,
    STATUS_WORDS[model.status],
    model.resolvesTo.length === 0 ? null : `Name one of its models instead: ${codes(model.resolvesTo)}.`,
    model.requires.length === 0
      ? null
      : 'KIE wants a callback URL for it: set `KIE_CALLBACK_URL`, else kiln refuses the job.',
    model.aliases.length === 0
      ? null
      : `Sent as ${code(model.id)}; also accepted as ${codes(model.aliases)}.`,
    model.typicalSeconds === undefined
      ? null
      : `Takes ${model.typicalSeconds.min} to ${model.typicalSeconds.max} s in the runs known.`,
    model.notes === undefined ? null : `Note: ${model.notes}.`,
    docs === undefined ? null : `KIE's own page: <${docs}>.`,
  ]
  return facts.filter((fact) => fact !== null).join('\n\n')
}

const STATUS_WORDS: Record<ModelFile['status'], string | null> = {
  active: null,
  legacy: '**Legacy:** no longer in KIE’s list of models. kiln accepts it with a warning; KIE may refuse it.',
  unverified:
    '**Unverified:** known from third parties only. kiln accepts it with a warning; KIE may refuse it.',
  placeholder: '**A family, not a model:** KIE runs no job under this name, and kiln refuses one.',
}

function renderUse(model: ModelFile): string[] {
  const job = { model: model.id, input: exampleInput(model) }
  return [
    '## Parameters',
    'In the order in which a person is asked.',
    renderParameters(model.params),
    ...(model.crossField.length === 0
      ? []
      : [
          '## Rules between parameters',
          model.crossField.map((rule) => `- ${tellRule(rule, ENGLISH)}`).join('\n'),
        ]),
    '## Example',
    'The least that makes a job, for `POST /v1/jobs`; defaults are added by kiln.',
    `\`\`\`json\n${JSON.stringify(job, null, 2)}\n\`\`\``,
  ]
}

function renderPrices(prices: readonly PriceRow[]): string[] {
  if (prices.length === 0) return ['## Prices', 'No price is known.']
  const rows = prices.map(({ unit, credits, when, quantity, quantityIsMost, beyond, note, asOf }) => [
    `${unit.replaceAll('_', ' ')}${quantity === undefined ? '' : `, ${quantityIsMost ? 'at most' : 'counted by'} ${code(quantity)}`}`,
    String(credits),
    `$${Number((credits * CREDIT_USD).toFixed(6))}`,
    [tellCondition(when, ENGLISH), beyond === undefined ? '' : `beyond the first ${beyond}`]
      .filter(Boolean)
      .join('; '),
    note ?? '',
    asOf,
  ])
  return [
    '## Prices',
    'Snapshots; KIE changes them often. Of rows that fit a job the newest count.',
    table(['per', 'credits', 'USD', 'when', 'note', 'as of'], rows),
  ]
}

function renderSources({ sources, conflicts = [], earlierParams = [], defaults = {} }: Sources): string[] {
  const facts = sources.map(({ from, facts: told }) => `- ${from}: ${told.join(', ')}`)
  const own = Object.entries(defaults).map(([name, from]) => `- the default of ${code(name)}: ${from}`)
  return [
    '## Where this comes from',
    [...facts, ...own].join('\n'),
    ...(earlierParams.length === 0
      ? []
      : [`Documented once and no longer: ${codes(earlierParams.map(({ name }) => name))}.`]),
    ...(conflicts.length === 0 ? [] : ['### Where sources disagree', renderConflicts(conflicts)]),
  ]
}

function renderConflicts(conflicts: NonNullable<Sources['conflicts']>): string {
  const rows = conflicts.map(({ param, field, options, chosen, why }) => [
    `${param}: ${field}`,
    options.map(({ source, value }) => `${source}: ${code(value)}`).join('; '),
    chosen === null ? 'neither' : code(chosen),
    why,
  ])
  return table(['about', 'what they say', 'taken', 'why'], rows)
}
