import { EXIT, JSON_OPTION, textOf, type Command } from '../command.ts'
import { renderSchedule } from '../render/schedule.ts'

export const showSchedule: Command = {
  name: 'schedule',
  takes: ['<model>'],
  words: ({ commands }) => commands.schedule,
  options: {
    api: { type: 'string', value: 'url' },
    json: JSON_OPTION,
  },
  examples: ['kiln schedule nano-banana-2 --api http://127.0.0.1:3000'],
  async run([model = ''], values, { askApi, out, ink, words }) {
    const learned = await askApi(textOf(values, 'api'), model, words)
    if (!learned.ok) return { exit: EXIT.cannot, fault: learned.fault, hint: learned.hint }
    const { id, runTimes } = learned
    const json = `${JSON.stringify({ id, runTimes }, null, 2)}\n`
    await out(values['json'] === true ? json : renderSchedule(id, runTimes, ink, words))
    return { exit: EXIT.good }
  },
}
