import { scopeSchema, type KeyBody, type KeyScope } from '@kiln/contract'
import { API_OPTION, askKiln } from '../api/ask-kiln.ts'
import { EXIT, JSON_OPTION, textOf, type Command, type Values } from '../command.ts'
import { readTime } from '../filters/read-moment.ts'
import { plain } from '../render/plain.ts'
import type { Words } from '../words/words.ts'
import { inJson } from '../render/in-json.ts'

export const createKey: Command = {
  name: 'keys create',
  takes: ['<name>'],
  words: ({ commands }) => commands['keys create'],
  options: {
    scope: { type: 'string', value: 'scopes' },
    tenant: { type: 'string', value: 'tenant' },
    weight: { type: 'string', value: 'n' },
    'budget-per-day': { type: 'string', value: 'credits' },
    'queue-limit': { type: 'string', value: 'jobs' },
    expires: { type: 'string', value: 'time' },
    api: API_OPTION,
    json: JSON_OPTION,
  },
  examples: [
    'kiln keys create shop --scope submit+read --budget-per-day 500',
    'kiln keys create shop-2 --tenant shop --scope submit+read --expires 2027-01-01 > secret.txt',
  ],
  async run([name = ''], values, deps) {
    const reading = readKey(name, values, deps.words)
    if (!reading.ok) return { exit: EXIT.cannot, fault: reading.fault, hint: reading.hint }
    return askKiln(values, deps, async (kiln) => {
      const { secret, ...key } = await kiln.createKey(reading.key)
      const asJson = values['json'] === true
      const { keys } = deps.words
      const shown = plain(key.name)
      if (!asJson) {
        const created = keys.created(shown, plain(key.tenant), key.scopes.join('+'))
        await deps.err(`${created}\n${keys.onlyOnce}\n`)
      }
      // Alone, so that it can be piped into what keeps it.
      const isTaken = await deps.out(asJson ? inJson({ ...key, secret }) : `${plain(secret)}\n`)
      if (isTaken) return { exit: EXIT.good }
      return { exit: EXIT.cannot, fault: keys.notTaken(shown), hint: keys.makeAnother(shown) }
    })
  },
}

type KeyReading = { ok: true; key: KeyBody } | { ok: false; fault: string; hint: string }

/** What was typed, as the API takes it. */
function readKey(name: string, values: Values, words: Words): KeyReading {
  const { usage, keys } = words
  const typed = textOf(values, 'scope') ?? ''
  const scopes = typed.split('+')
  if (!scopes.every(isScope)) {
    const fault = usage.notOneOf('--scope', scopeSchema.options, plain(typed))
    return { ok: false, fault, hint: usage.writeLike('--scope submit+read') }
  }
  const expires = textOf(values, 'expires')
  const expiresAtMs = expires === undefined ? null : readTime(expires)
  if (expires !== undefined && expiresAtMs === null) {
    const hint = usage.writeLike('--expires 2027-01-01')
    return { ok: false, fault: keys.badTime('--expires', plain(expires)), hint }
  }
  const limits: Partial<Record<'weight' | 'budgetPerDay' | 'queueLimit', number | null>> = {}
  for (const [option, field] of Object.entries(LIMITS)) {
    const limit = readLimit(textOf(values, option))
    if (limit === 'fault') {
      const fault = keys.badLimit(`--${option}`, plain(textOf(values, option) ?? ''))
      return { ok: false, fault, hint: usage.writeLike(`--${option} 500`) }
    }
    if (limit !== undefined) limits[field] = limit
  }
  const tenant = textOf(values, 'tenant')
  const key = {
    name,
    scopes,
    ...(tenant !== undefined && { tenant }),
    ...limits,
    ...(expiresAtMs !== null && { expiresAt: new Date(expiresAtMs).toISOString() }),
  }
  return { ok: true, key }
}

const isScope = (text: string): text is KeyScope => scopeSchema.options.some((scope) => scope === text)

const LIMITS = { weight: 'weight', 'budget-per-day': 'budgetPerDay', 'queue-limit': 'queueLimit' } as const

/** `none` takes away what the ledger keeps; undefined leaves it as it is. */
function readLimit(typed: string | undefined): number | null | undefined | 'fault' {
  if (typed === undefined || typed === 'none') return typed === 'none' ? null : undefined
  return /^\d{1,10}(?:\.\d{1,3})?$/.test(typed) ? Number(typed) : 'fault'
}
