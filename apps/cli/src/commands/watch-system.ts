import { API_OPTION, askKiln } from '../api/ask-kiln.ts'
import { EXIT, JSON_OPTION, type Command } from '../command.ts'
import { inJson } from '../render/in-json.ts'
import { renderFrame } from '../top/frame.ts'
import { look } from '../top/look.ts'
import { runTop } from '../top/run-top.ts'

export const watchSystem: Command = {
  name: 'top',
  takes: [],
  words: ({ commands }) => commands.top,
  options: { api: API_OPTION, json: JSON_OPTION },
  examples: ['kiln top', 'kiln top | head -20'],
  run: (_positionals, values, deps) =>
    askKiln(values, deps, async (kiln, address) => {
      const { out, ink, words, screen } = deps
      const asJson = values['json'] === true
      if (screen !== null && !asJson) return runTop(kiln, address, screen, deps)
      const seen = await look(kiln)
      const picture = { seen, changes: null, address, title: '', lost: null }
      const lines = renderFrame(picture, { columns: Infinity, rows: Infinity }, ink, words)
      await out(asJson ? inJson(seen) : `${lines.map((line) => line.trimEnd()).join('\n')}\n`)
      return { exit: EXIT.good }
    }),
}
