import { EXIT, JSON_OPTION, type Command } from '../command.ts'
import { renderModel } from '../render/model-page.ts'
import { plain } from '../render/plain.ts'
import { inJson } from '../render/in-json.ts'

export const showModel: Command = {
  name: 'model',
  takes: ['<id>'],
  words: ({ commands }) => commands.model,
  options: { json: JSON_OPTION },
  examples: ['kiln model nano-banana-2', 'kiln model topaz/upscale --json'],
  async run([id = ''], values, { preflight, out, ink, language, words }) {
    const { catalog } = preflight()
    const model = catalog.describe(id, language)
    if (model === null) {
      const near = catalog.nearest(id)
      const { unknown, didYouMean, everyId } = words.models
      const hint = near.length > 0 ? didYouMean(near) : everyId
      return { exit: EXIT.bad, fault: unknown(plain(id)), hint }
    }
    await out(values['json'] === true ? inJson(model) : renderModel(model, ink, language, words))
    return { exit: EXIT.good }
  },
}
