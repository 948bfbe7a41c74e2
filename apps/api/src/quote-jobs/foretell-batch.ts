import type { BatchQuote } from '@kiln/contract'
import { isRedisAway } from '@kiln/ledger'
import type { ApiDeps } from '../deps.ts'
import { expectEnds } from '../show-batch/expect-end.ts'
import { renderTimeOrNull } from '../show-job/render-time.ts'

type Foretold = Pick<BatchQuote, 'finishAt' | 'balanceAfter'>

export type Foretell = (quote: BatchQuote, tenant: string) => Promise<Foretold>

/** What only the ledger knows of a batch that is not sent yet; a quote is answered without it too. */
export function foretellBatch(deps: ApiDeps): Foretell {
  const expectEnd = expectEnds(deps)
  return async ({ counts, credits, models }, tenant) => {
    try {
      const names = models.map(({ model }) => model)
      const work = { tenant, batchId: null, queued: counts.valid, runs: false, models: names }
      const [end, { balance }] = await Promise.all([expectEnd(work), deps.ledger.figures()])
      const known = credits !== 'unknown' && balance !== null
      return {
        finishAt: renderTimeOrNull(end),
        balanceAfter: known ? rest(balance.credits, credits) : null,
      }
    } catch (error) {
      if (!isRedisAway(error)) throw error
      return { finishAt: null, balanceAfter: null }
    }
  }
}

/** The dearer the batch, the less is left; it may be below nothing. */
function rest(balance: number, { min, max }: { min: number; max: number }): { min: number; max: number } {
  return { min: round(balance - max), max: round(balance - min) }
}

/** Sums of decimals gather noise. */
const round = (credits: number) => Math.round(credits * 1e6) / 1e6
