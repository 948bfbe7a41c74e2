import { textOf, EXIT, type Deps, type Outcome, type Values } from '../command.ts'
import { renderBulk } from '../render/bulk.ts'
import { inJson } from '../render/in-json.ts'
import type { BulkTold } from './told.ts'

interface Act<View extends { id: string }> {
  start: (options: { idempotencyKey: string }) => Promise<View>
  tell: (begun: View) => BulkTold
  /** To its end. */
  follow: (id: string, asJson: boolean) => Promise<Outcome>
}

/** Begins an act on many jobs. A person at a terminal sees it through; a program only when it asks to. */
export async function begin<View extends { id: string }>(
  { start, tell, follow }: Act<View>,
  values: Values,
  { ask, out, ink }: Deps,
): Promise<Outcome> {
  const asJson = values['json'] === true
  const begun = await start({ idempotencyKey: textOf(values, 'key') ?? crypto.randomUUID() })
  if (values['wait'] === true || (ask !== null && !asJson)) return follow(begun.id, asJson)
  await out(asJson ? inJson(begun) : renderBulk(tell(begun), ink))
  return { exit: EXIT.good }
}
