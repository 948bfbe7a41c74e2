import type { AuditEntryView, KeyView } from '@kiln/sdk'
import type { Words } from '../words/words.ts'
import type { Ink } from './ink.ts'
import { plain } from './plain.ts'
import { renderTable } from './table.ts'

/** A key each line; what it may not do any more stands last. */
export function renderKeys(keys: readonly KeyView[], ink: Ink, words: Words): string {
  const rows = keys.map((key) =>
    [
      key.name,
      key.tenant,
      key.scopes.join('+'),
      key.lastFour === null ? '-' : `…${key.lastFour}`,
      tellCaps(key, words),
      key.lastUsedAt ?? words.keys.never,
      tellState(key, words),
    ].map(plain),
  )
  return withHead([words.keys.columns, ...rows], ink)
}

export function renderAudit(entries: readonly AuditEntryView[], ink: Ink, words: Words): string {
  const rows = entries.map(({ at, actor, act, target, details }) => {
    const told = Object.entries(details).map(([name, value]) => `${name}=${value}`)
    return [at, actor, act, target.id, told.join(' ')].map(plain)
  })
  return withHead([words.keys.auditColumns, ...rows], ink)
}

function tellCaps({ caps: { weight, budgetPerDay, queueLimit } }: KeyView, { keys }: Words): string {
  const caps = [
    ...(weight === 1 ? [] : [keys.weight(weight)]),
    ...(budgetPerDay === null ? [] : [keys.budget(budgetPerDay)]),
    ...(queueLimit === null ? [] : [keys.queue(queueLimit)]),
  ]
  return caps.length === 0 ? '-' : caps.join(', ')
}

function tellState({ source, revokedAt, revokedBy, expiresAt }: KeyView, { keys }: Words): string {
  if (source === 'environment') return keys.inEnvironment
  if (revokedAt !== null) return keys.revokedBy(revokedBy ?? '', revokedAt)
  return expiresAt === null ? keys.live : keys.expires(expiresAt)
}

function withHead(rows: readonly (readonly string[])[], ink: Ink): string {
  const [head = '', ...body] = renderTable(rows).split('\n')
  return [ink.bold(head), ...body].join('\n')
}
