import type { Kiln, SystemView } from '@kiln/sdk'
import { API_OPTION, askKiln } from '../api/ask-kiln.ts'
import { EXIT, JSON_OPTION, textOf, type Command, type Values } from '../command.ts'
import { inJson } from '../render/in-json.ts'
import { plain } from '../render/plain.ts'
import type { Words } from '../words/words.ts'

const MODEL = { type: 'string', value: 'model' } as const
const PREFIX = 'model:'

export const pause: Command = {
  name: 'pause',
  takes: [],
  words: ({ commands }) => commands.pause,
  options: { model: MODEL, api: API_OPTION, json: JSON_OPTION },
  examples: ['kiln pause', 'kiln pause --model z-image'],
  run: (_positionals, values, deps) =>
    askKiln(values, deps, async (kiln) => {
      const { out, words } = deps
      const paused = await kiln.pause(scopeOf(values))
      if (values['json'] === true) await out(inJson(paused))
      else {
        const { jobs } = await kiln.system()
        const { pausing } = words
        const running =
          (jobs.running ?? 0) + (jobs.late ?? 0) + (jobs.submitting ?? 0) + (jobs.unconfirmed ?? 0)
        const lines = [
          pausing.paused(whatOf(paused.scope, words), plain(paused.detail)),
          pausing.goesOn(running, jobs.queued ?? 0),
          pausing.undo(['kiln resume', ...modelOption(paused.scope)].join(' ')),
        ]
        await out(`${lines.join('\n')}\n`)
      }
      return { exit: EXIT.good }
    }),
}

export const resume: Command = {
  name: 'resume',
  takes: [],
  words: ({ commands }) => commands.resume,
  options: { model: MODEL, yes: { type: 'boolean' }, api: API_OPTION, json: JSON_OPTION },
  examples: ['kiln resume', 'kiln resume --model z-image'],
  run: (_positionals, values, deps) =>
    askKiln(values, deps, async (kiln) => {
      const { out, err, words } = deps
      const { pausing } = words
      const scope = scopeOf(values)
      if (scope === 'submit' && values['yes'] !== true && (await wentBack(kiln))) {
        return { exit: EXIT.bad, fault: pausing.wentBack, hint: pausing.readFirst }
      }
      const resumed = await kiln.resume(scope)
      if (resumed.missingIntents > 0) await err(`${pausing.missing(resumed.missingIntents)}\n`)
      if (values['json'] === true) await out(inJson(resumed))
      else await out(renderResumed(resumed.scope, await kiln.system(), words))
      return { exit: EXIT.good }
    }),
}

function renderResumed(scope: string, { gates, jobs }: SystemView, words: Words): string {
  const { pausing } = words
  const closed = gates.map(({ gate, model }) => plain(model === null ? gate : `${gate} ${model}`))
  const lines = [
    pausing.resumed(whatOf(scope, words), jobs.queued ?? 0),
    ...(closed.length === 0 ? [] : [pausing.stillClosed(closed.join(', '))]),
  ]
  return `${lines.join('\n')}\n`
}

/** kiln itself paused: what was paid since the state that Redis came back with would be paid again. */
async function wentBack(kiln: Kiln): Promise<boolean> {
  const { gates } = await kiln.system()
  return gates.some(
    ({ gate, model, detail }) => gate === 'paused' && model === null && detail.startsWith('rolledBack'),
  )
}

function scopeOf(values: Values): 'submit' | `model:${string}` {
  const model = textOf(values, 'model')
  return model === undefined ? 'submit' : `${PREFIX}${model}`
}

const modelOf = (scope: string) => (scope.startsWith(PREFIX) ? plain(scope.slice(PREFIX.length)) : null)
const whatOf = (scope: string, { pausing }: Words) => modelOf(scope) ?? pausing.all
const modelOption = (scope: string) => {
  const model = modelOf(scope)
  return model === null ? [] : [`--model ${model}`]
}
