import type { Catalog } from '@kiln/catalog'
import type { TypicalSeconds } from '@kiln/lifecycle'

/** What the catalogue says of how long a model takes; it is asked once for each model. */
export function typicalRuns(catalog: Pick<Catalog, 'describe'>): (model: string) => TypicalSeconds | null {
  const known = new Map<string, TypicalSeconds | null>()
  return (model) => {
    const before = known.get(model)
    if (before !== undefined) return before
    const typical = catalog.describe(model)?.typicalSeconds ?? null
    known.set(model, typical)
    return typical
  }
}
