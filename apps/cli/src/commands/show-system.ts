import { API_OPTION, askKiln } from '../api/ask-kiln.ts'
import { EXIT, JSON_OPTION, type Command } from '../command.ts'
import { inJson } from '../render/in-json.ts'
import { renderSystem } from '../render/system.ts'
import { needsPerson } from '../system/needs-person.ts'

export const showSystem: Command = {
  name: 'system',
  takes: [],
  words: ({ commands }) => commands.system,
  options: { check: { type: 'boolean' }, api: API_OPTION, json: JSON_OPTION },
  examples: ['kiln system', 'kiln system --check --json'],
  run: (_positionals, values, deps) =>
    askKiln(values, deps, async (kiln) => {
      const { out, ink, words } = deps
      const system = await kiln.system()
      const needs = needsPerson(system)
      await out(
        values['json'] === true ? inJson({ ...system, needs }) : renderSystem(system, needs, ink, words),
      )
      return { exit: values['check'] === true && needs.length > 0 ? EXIT.bad : EXIT.good }
    }),
}
