import type { QuotedCredits } from '../record.ts'
import type { RunScript } from '../scripts.ts'

/** A plan looks at no more jobs than this: it is asked for by a click, and Redis has others to answer. */
export const PLANNED_MOST = 200_000

/** Redis reads so many in a millisecond or two; others have their turn in between. */
const JOBS = 500

/** Fields of a job in the order they were asked for; false where there is none. */
export type Row = (string | false)[]

interface Page {
  rows: Row[] | object
  last?: string
}

/** All jobs of an index by pages, oldest first. Redis reads the next page while this one is looked at. */
export async function* indexedJobs(
  run: RunScript,
  index: string,
  fields: readonly string[],
): AsyncGenerator<Row[]> {
  const pageAfter = (after: string) => run<Page>('list-indexed', { index, fields, after, jobs: JOBS })
  let coming = pageAfter('0')
  for (;;) {
    const page: Page = await coming
    const rows = Array.isArray(page.rows) ? (page.rows as Row[]) : []
    const after = rows.length < JOBS ? undefined : page.last
    if (after !== undefined) {
      coming = pageAfter(after)
      // Whoever stops here asks for no more, and its failure is nobody's.
      coming.catch(() => undefined)
    }
    yield rows
    if (after === undefined) return
  }
}

// By hand: a schema takes longer than all the rest of a plan.

export const isWhole = (text: string | false | undefined) => typeof text === 'string' && /^\d+$/.test(text)

export function isQuoted(price: unknown): price is QuotedCredits {
  if (price === 'unknown') return true
  const { min, max } = (price ?? {}) as { min?: unknown; max?: unknown }
  return typeof min === 'number' && typeof max === 'number'
}

export function readJson(text: string | false | undefined): unknown {
  try {
    return JSON.parse(text || 'null')
  } catch {
    return null
  }
}
