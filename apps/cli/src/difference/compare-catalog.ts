import type { Catalog, ModelDescription } from '@kiln/catalog'
import type { LiveModel } from '@kiln/kie-client'

export interface CatalogDifference {
  /** KIE runs them, and the catalogue has never heard of them. */
  added: LiveModel[]
  /** Active in the catalogue, and no longer in KIE's list. */
  gone: { id: string; title: string }[]
  /** In KIE's list although the catalogue doubts it. */
  back: { id: string; status: string }[]
  /** KIE's price text names numbers of credits that the catalogue does not have. */
  prices: { id: string; listed: number[]; live: string }[]
  /** How many models both sides know. */
  shared: number
}

/** What KIE's live list says otherwise than the catalogue; ids and other names are one. Ordered by id. */
export function compareCatalog(catalog: Catalog, live: readonly LiveModel[]): CatalogDifference {
  const known = new Map<string, LiveModel>()
  const added: LiveModel[] = []
  for (const one of live) {
    const model = catalog.describe(one.id)
    if (model === null) added.push(one)
    else known.set(model.id, one)
  }
  const models = catalog.list()
  return {
    added: added.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    gone: models
      .filter(({ id, status }) => status === 'active' && !known.has(id))
      .map(({ id, title }) => ({ id, title })),
    back: models
      .filter(({ id, status }) => status !== 'active' && known.has(id))
      .map(({ id, status }) => ({ id, status })),
    prices: models.flatMap(({ id }) => priceDifference(catalog.describe(id), known.get(id)?.pricing ?? null)),
    shared: known.size,
  }
}

/** Whether the catalogue should be looked at. Price texts are read by guess, so they alone are no reason. */
export function differs({ added, gone, back }: CatalogDifference): boolean {
  return added.length + gone.length + back.length > 0
}

/** "8 credits", "12.5 Credits": the only part of a price text that can be read without guessing its meaning. */
const CREDITS = /(\d+(?:\.\d+)?)\s*credits?\b/gi

function priceDifference(model: ModelDescription | null, live: string | null): CatalogDifference['prices'] {
  if (model === null || live === null) return []
  const listed = [...new Set(model.prices.map(({ credits }) => credits))]
  const told = [...live.matchAll(CREDITS)].map(([, number]) => Number(number))
  return told.every((credits) => listed.includes(credits)) ? [] : [{ id: model.id, listed, live }]
}
