import type { FailureGroupView, Kiln } from '@kiln/sdk'
import { API_OPTION, askKiln } from '../api/ask-kiln.ts'
import { EXIT, JSON_OPTION, type Command, type Deps, type Outcome, type Values } from '../command.ts'
import { readFilters } from '../filters/read-filters.ts'
import { renderFailure, renderFailures } from '../render/failures.ts'
import { inJson } from '../render/in-json.ts'
import { plain } from '../render/plain.ts'

const PAGE = 200

export const listFailures: Command = {
  name: 'failures',
  takes: ['[<group>]'],
  words: ({ commands }) => commands.failures,
  options: {
    class: { type: 'string', value: 'class' },
    model: { type: 'string', value: 'model' },
    batch: { type: 'string', value: 'id' },
    since: { type: 'string', value: 'time' },
    until: { type: 'string', value: 'time' },
    api: API_OPTION,
    json: JSON_OPTION,
  },
  examples: [
    'kiln failures',
    'kiln failures --since 2h --model z-image',
    'kiln failures cause_6a5a9f38d38b8ee4',
  ],
  async run([id], values, deps) {
    const { words } = deps
    const read = readFilters(
      { class: 'class', model: 'text', batch: 'text', since: 'moment', until: 'moment' },
      values,
      words,
    )
    if (!read.ok) return { exit: EXIT.cannot, fault: read.fault, hint: read.hint }
    const filter = { ...read.filter, limit: PAGE, order: 'biggest' as const }
    return askKiln(values, deps, async (kiln) => {
      if (id !== undefined) return showOne(kiln, id, filter, values, deps)
      const { out, ink } = deps
      const groups: FailureGroupView[] = []
      for await (const group of kiln.failures(filter)) groups.push(group)
      const isFiltered = Object.keys(read.filter).length > 0
      await out(
        values['json'] === true
          ? inJson({ failures: groups })
          : renderFailures(groups, { isFiltered, columns: deps.columns() }, ink, words),
      )
      return { exit: EXIT.good }
    })
  },
}

async function showOne(
  kiln: Kiln,
  id: string,
  filter: Parameters<Kiln['failures']>[0],
  values: Values,
  { out, ink, words }: Deps,
): Promise<Outcome> {
  for await (const group of kiln.failures(filter)) {
    if (group.cause !== id) continue
    await out(values['json'] === true ? inJson(group) : renderFailure(group, filter?.batch, ink, words))
    return { exit: EXIT.good }
  }
  const { unknown, everyGroup } = words.failures
  return { exit: EXIT.bad, fault: unknown(plain(id)), hint: everyGroup }
}
