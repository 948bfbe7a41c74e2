import { API_OPTION, askKiln } from '../api/ask-kiln.ts'
import { EXIT, JSON_OPTION, type Command } from '../command.ts'
import { renderSchedule } from '../render/schedule.ts'
import { inJson } from '../render/in-json.ts'

export const showSchedule: Command = {
  name: 'schedule',
  takes: ['<model>'],
  words: ({ commands }) => commands.schedule,
  options: {
    api: API_OPTION,
    json: JSON_OPTION,
  },
  examples: ['kiln schedule nano-banana-2 --api http://127.0.0.1:3000'],
  run: ([model = ''], values, deps) =>
    askKiln(values, deps, async (kiln) => {
      const { out, ink, words } = deps
      const { id, runTimes } = await kiln.model(model)
      const json = inJson({ id, runTimes })
      await out(values['json'] === true ? json : renderSchedule(id, runTimes, ink, words))
      return { exit: EXIT.good }
    }),
}
