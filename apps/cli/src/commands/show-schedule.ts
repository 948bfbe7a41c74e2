import { EXIT, JSON_OPTION, textOf, type Command } from '../command.ts'
import { renderSchedule } from '../render/schedule.ts'

export const showSchedule: Command = {
  name: 'schedule',
  takes: ['<model>'],
  summary: 'Show what a running kiln learned of how long a model takes',
  details: 'Asks its API once, with the key of KILN_API_KEY where it has keys. Running tasks are read by it.',
  options: {
    api: { type: 'string', value: 'url', says: 'where the API is, instead of KILN_API_URL' },
    json: JSON_OPTION,
  },
  examples: ['kiln schedule nano-banana-2 --api http://127.0.0.1:3000'],
  async run([model = ''], values, { askApi, out, ink }) {
    const learned = await askApi(textOf(values, 'api'), model)
    if (!learned.ok) return { exit: EXIT.cannot, fault: learned.fault, hint: learned.hint }
    const { id, runTimes } = learned
    const json = `${JSON.stringify({ id, runTimes }, null, 2)}\n`
    await out(values['json'] === true ? json : renderSchedule(id, runTimes, ink))
    return { exit: EXIT.good }
  },
}
