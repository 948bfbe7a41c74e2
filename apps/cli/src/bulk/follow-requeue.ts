import type { Kiln } from '@kiln/sdk'
import type { Deps, Outcome } from '../command.ts'
import { followBulk } from './follow-bulk.ts'
import { abort, isWell, lookAt, tellRequeue } from './tell-requeue.ts'

export function followRequeue(kiln: Kiln, id: string, asJson: boolean, deps: Deps): Promise<Outcome> {
  const { words } = deps
  return followBulk(
    {
      id,
      wait: (options) => kiln.waitForBulkRequeue(id, options),
      tell: (requeue) => tellRequeue(requeue, words),
      isWell,
      asJson,
      again: { look: lookAt(id), abort: abort(id) },
    },
    deps,
  )
}
