import { MODEL_TYPE_NAMES, type ModelSummary } from '@kiln/catalog'
import { EXIT, JSON_OPTION, textOf, type Command } from '../command.ts'
import { readCredits } from '../read-credits.ts'
import { renderRange } from '../render/money.ts'
import { plain } from '../render/plain.ts'
import { renderTable } from '../render/table.ts'
import type { Words } from '../words/words.ts'
import { inJson } from '../render/in-json.ts'

export const listModels: Command = {
  name: 'models',
  takes: [],
  words: ({ commands }) => commands.models,
  options: {
    type: { type: 'string', value: 'type' },
    vendor: { type: 'string', value: 'name' },
    status: { type: 'string', value: 'status' },
    q: { type: 'string', value: 'words' },
    'max-credits': { type: 'string', value: 'n' },
    json: JSON_OPTION,
  },
  examples: [
    'kiln models --type i2v --vendor Kuaishou',
    'kiln models --q "nano banana" --max-credits 10',
    'kiln models --json',
  ],
  async run(_positionals, values, { preflight, out, ink, words }) {
    const limit = readCredits(values, 'max-credits', 10, words)
    if (!limit.ok) return { exit: EXIT.cannot, fault: limit.fault, hint: limit.hint }
    const type = textOf(values, 'type')
    if (type !== undefined && !MODEL_TYPE_NAMES.some((one) => one === type.toLowerCase())) {
      const fault = words.usage.badType(MODEL_TYPE_NAMES, plain(type))
      return { exit: EXIT.cannot, fault, hint: words.usage.everyType }
    }
    const models = preflight().catalog.list({
      type,
      vendor: textOf(values, 'vendor'),
      status: textOf(values, 'status'),
      q: textOf(values, 'q'),
      maxCredits: limit.credits,
    })
    if (values['json'] === true) await out(inJson({ models }))
    else if (models.length === 0) await out(`${words.models.noneFits}\n`)
    else await out(renderList(models, ink.bold, words))
    return { exit: models.length === 0 ? EXIT.bad : EXIT.good }
  },
}

function renderList(models: readonly ModelSummary[], bold: (text: string) => string, words: Words): string {
  const rows = models.map((model) => [
    model.id,
    model.type,
    model.vendor,
    renderRange(model.credits, words),
    model.status === 'active' ? model.title : `${model.title} (${model.status})`,
  ])
  const [head = '', ...body] = renderTable([words.models.columns, ...rows]).split('\n')
  return [bold(head), ...body].join('\n')
}
