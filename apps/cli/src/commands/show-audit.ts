import { auditActSchema } from '@kiln/contract'
import type { AuditEntryView } from '@kiln/sdk'
import { API_OPTION, askKiln } from '../api/ask-kiln.ts'
import { EXIT, JSON_OPTION, textOf, type Command } from '../command.ts'
import { readFilters } from '../filters/read-filters.ts'
import { renderAudit } from '../render/keys.ts'
import { plain } from '../render/plain.ts'
import { inJson } from '../render/in-json.ts'

/** Some screens full, newest first. */
const SHOWN = 50
const PAGE = 200

export const showAudit: Command = {
  name: 'audit',
  takes: [],
  words: ({ commands }) => commands.audit,
  options: {
    actor: { type: 'string', value: 'key' },
    act: { type: 'string', value: 'act' },
    bulk: { type: 'string', value: 'id' },
    since: { type: 'string', value: 'time' },
    until: { type: 'string', value: 'time' },
    all: { type: 'boolean' },
    api: API_OPTION,
    json: JSON_OPTION,
  },
  examples: [
    'kiln audit',
    'kiln audit --actor ops --act requeue',
    'kiln audit --bulk requeue_6a5a9f38d38b8ee4f3e37edd',
    'kiln audit --since 2h --all --json',
  ],
  async run(_positionals, values, deps) {
    const { words } = deps
    const typed = textOf(values, 'act')
    const act = auditActSchema.options.find((one) => one === typed)
    if (typed !== undefined && act === undefined) {
      const fault = words.usage.notOneOf('--act', auditActSchema.options, plain(typed))
      return { exit: EXIT.cannot, fault, hint: words.usage.writeLike('--act requeue') }
    }
    const read = readFilters({ actor: 'text', bulk: 'text', since: 'moment', until: 'moment' }, values, words)
    if (!read.ok) return { exit: EXIT.cannot, fault: read.fault, hint: read.hint }
    const isAll = values['all'] === true
    return askKiln(values, deps, async (kiln) => {
      const entries: AuditEntryView[] = []
      const filter = {
        limit: isAll ? PAGE : SHOWN,
        ...read.filter,
        ...(act !== undefined && { act }),
      }
      for await (const entry of kiln.audit(filter)) {
        entries.push(entry)
        if (entries.length === SHOWN && !isAll) break
      }
      if (values['json'] === true) await deps.out(inJson({ entries }))
      else
        await deps.out(
          entries.length === 0 ? `${words.keys.noActs}\n` : renderAudit(entries, deps.ink, words),
        )
      return { exit: EXIT.good }
    })
  },
}
