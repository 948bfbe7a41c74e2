import { MODEL_TYPE_NAMES, type ModelSummary } from '@kiln/catalog'
import { EXIT, JSON_OPTION, textOf, type Command } from '../command.ts'
import { readCredits } from '../read-credits.ts'
import { renderRange } from '../render/money.ts'
import { renderTable } from '../render/table.ts'

export const listModels: Command = {
  name: 'models',
  takes: [],
  summary: 'List the models of the catalogue',
  details: 'Credits are what a job at default settings costs.',
  options: {
    type: { type: 'string', value: 'type', says: 'what it does, such as t2i, i2v or tts' },
    vendor: { type: 'string', value: 'name', says: 'whose it is, such as Google' },
    status: { type: 'string', value: 'status', says: 'active, legacy, unverified or placeholder' },
    q: { type: 'string', value: 'words', says: 'words that all stand in id, title, vendor or aliases' },
    'max-credits': { type: 'string', value: 'n', says: 'what a job at default settings may cost' },
    json: JSON_OPTION,
  },
  examples: [
    'kiln models --type i2v --vendor Kuaishou',
    'kiln models --q "nano banana" --max-credits 10',
    'kiln models --json',
  ],
  async run(_positionals, values, { preflight, out, ink }) {
    const limit = readCredits(values, 'max-credits', 10)
    if (!limit.ok) return { exit: EXIT.cannot, fault: limit.fault, hint: limit.hint }
    const type = textOf(values, 'type')
    if (type !== undefined && !MODEL_TYPE_NAMES.some((one) => one === type.toLowerCase())) {
      const fault = `--type must be one of ${MODEL_TYPE_NAMES.join(', ')}, got ${JSON.stringify(type)}.`
      return { exit: EXIT.cannot, fault, hint: 'kiln models lists every model with its type.' }
    }
    const models = preflight().catalog.list({
      type,
      vendor: textOf(values, 'vendor'),
      status: textOf(values, 'status'),
      q: textOf(values, 'q'),
      maxCredits: limit.credits,
    })
    if (values['json'] === true) await out(`${JSON.stringify({ models }, null, 2)}\n`)
    else if (models.length === 0) await out('No model fits; kiln models lists all.\n')
    else await out(renderList(models, ink.bold))
    return { exit: models.length === 0 ? EXIT.bad : EXIT.good }
  },
}

function renderList(models: readonly ModelSummary[], bold: (text: string) => string): string {
  const rows = models.map((model) => [
    model.id,
    model.type,
    model.vendor,
    renderRange(model.credits),
    model.status === 'active' ? model.title : `${model.title} (${model.status})`,
  ])
  const [head = '', ...body] = renderTable([['ID', 'TYPE', 'VENDOR', 'CREDITS', 'TITLE'], ...rows]).split(
    '\n',
  )
  return [bold(head), ...body].join('\n')
}
