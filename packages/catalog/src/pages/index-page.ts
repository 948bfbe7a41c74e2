import type { ModelFile } from '../model-file.ts'
import { MODEL_TYPE_NAMES, type ModelType, nameTypes } from '../model-types.ts'
import { code, table } from './markdown.ts'

export function renderIndexPage(models: readonly ModelFile[]): string {
  const real = models.filter(({ status }) => status !== 'placeholder')
  const families = models.filter(({ status }) => status === 'placeholder')
  const types = MODEL_TYPE_NAMES.filter((type) => real.some((model) => model.type === type))
  const sections = [
    '# Models',
    'Written by `pnpm pages` from `packages/catalog/models`; do not edit.',
    `${real.length} models that KIE runs, by what they make, and ${families.length} names of families that stand for them. Each page has the parameters, the rules, an example and the prices.`,
    ...types.flatMap((type) => renderType(type, real)),
    '## Names of families',
    table(
      ['name', 'name one of these instead'],
      families.map(({ id, resolvesTo }) => [link(id), resolvesTo.map(link).join(', ')]),
    ),
  ]
  return `${sections.join('\n\n')}\n`
}

function renderType(type: ModelType, models: readonly ModelFile[]): string[] {
  const name = nameTypes([type])
  const rows = models
    .filter((model) => model.type === type)
    .map((model) => [
      link(model.id),
      model.title,
      nameTypes(model.alsoTypes),
      nameCredits(model),
      model.status === 'active' ? '' : model.status,
    ])
  const heading = `## ${name.charAt(0).toUpperCase()}${name.slice(1)}`
  return [heading, table(['id', 'name', 'also', 'credits', 'status'], rows)]
}

function nameCredits({ pricing }: ModelFile): string {
  if (pricing.length === 0) return 'unknown'
  const units = [...new Set(pricing.map(({ unit }) => unit))]
  return units
    .map((unit) => {
      const credits = pricing.filter((row) => row.unit === unit).map((row) => row.credits)
      const [least, most] = [Math.min(...credits), Math.max(...credits)]
      return `${least === most ? least : `${least} to ${most}`} per ${unit.replaceAll('_', ' ')}`
    })
    .join('; ')
}

function link(id: string): string {
  return `[${code(id)}](${id}.md)`
}
