import type { Kiln } from '@kiln/sdk'
import type { Deps, Outcome } from '../command.ts'
import { followBulk } from './follow-bulk.ts'
import { abort, isWell, lookAt, tellCancel } from './tell-cancel.ts'

export function followCancel(kiln: Kiln, id: string, asJson: boolean, deps: Deps): Promise<Outcome> {
  const { words } = deps
  return followBulk(
    {
      id,
      wait: (options) => kiln.waitForBulkCancel(id, options),
      tell: (cancel) => tellCancel(cancel, words),
      isWell,
      asJson,
      again: { look: lookAt(id), abort: abort(id) },
    },
    deps,
  )
}
