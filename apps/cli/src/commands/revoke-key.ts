import { API_OPTION, askKiln } from '../api/ask-kiln.ts'
import { EXIT, JSON_OPTION, type Command } from '../command.ts'
import { plain } from '../render/plain.ts'
import { inJson } from '../render/in-json.ts'

export const revokeKey: Command = {
  name: 'keys revoke',
  takes: ['<name>'],
  words: ({ commands }) => commands['keys revoke'],
  options: { api: API_OPTION, json: JSON_OPTION },
  examples: ['kiln keys revoke shop'],
  run: ([name = ''], values, deps) =>
    askKiln(values, deps, async (kiln) => {
      const key = await kiln.revokeKey(name)
      const { revoked, begun } = deps.words.keys
      const told = `${revoked(plain(key.name))}\n${begun(`kiln audit --actor ${plain(key.name)}`)}\n`
      await deps.out(values['json'] === true ? inJson(key) : told)
      return { exit: EXIT.good }
    }),
}
