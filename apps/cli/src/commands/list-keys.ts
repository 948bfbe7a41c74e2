import { API_OPTION, askKiln } from '../api/ask-kiln.ts'
import { EXIT, JSON_OPTION, type Command } from '../command.ts'
import { renderKeys } from '../render/keys.ts'
import { inJson } from '../render/in-json.ts'

export const listKeys: Command = {
  name: 'keys list',
  takes: [],
  words: ({ commands }) => commands['keys list'],
  options: { api: API_OPTION, json: JSON_OPTION },
  examples: ['kiln keys list', 'kiln keys list --json'],
  run: (_positionals, values, deps) =>
    askKiln(values, deps, async (kiln) => {
      const { out, ink, words } = deps
      const keys = await kiln.keys()
      if (values['json'] === true) await out(inJson({ keys }))
      else await out(keys.length === 0 ? `${words.keys.none}\n` : renderKeys(keys, ink, words))
      return { exit: EXIT.good }
    }),
}
