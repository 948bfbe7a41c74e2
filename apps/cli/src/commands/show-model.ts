import { EXIT, JSON_OPTION, type Command } from '../command.ts'
import { renderModel } from '../render/model-page.ts'
import { plain } from '../render/plain.ts'

export const showModel: Command = {
  name: 'model',
  takes: ['<id>'],
  summary: 'Show one model: its input, prices and warnings',
  details: 'With --json also the JSON Schema of its input, and the questions to ask a person.',
  options: { json: JSON_OPTION },
  examples: ['kiln model nano-banana-2', 'kiln model topaz/upscale --json'],
  async run([id = ''], values, { preflight, out, ink }) {
    const { catalog } = preflight()
    const model = catalog.describe(id)
    if (model === null) {
      const near = catalog.nearest(id)
      const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'kiln models lists every id.'
      return { exit: EXIT.bad, fault: `No model is called "${plain(id)}".`, hint }
    }
    await out(values['json'] === true ? `${JSON.stringify(model, null, 2)}\n` : renderModel(model, ink))
    return { exit: EXIT.good }
  },
}
