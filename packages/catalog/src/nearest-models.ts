import { editDistance, MAX_COMPARED, tolerance } from './closest.ts'
import type { ModelFile } from './model-file.ts'

const MOST = 3
/** One misspelt id usually fills a whole batch; so many different ones are remembered. */
const MAX_REMEMBERED = 1_000

/** Finds the ids that an unknown one may have meant: near by letters to an id, an alias or the last part of either. */
export function buildNearest(models: readonly ModelFile[]): (id: string) => string[] {
  const named = models.map((model) => ({ id: model.id, names: namesOf(model) }))
  const remembered = new Map<string, string[]>()
  return (id) => {
    const near = remembered.get(id) ?? rank(named, id)
    if (remembered.size >= MAX_REMEMBERED) remembered.clear()
    if (id.length <= MAX_COMPARED) remembered.set(id, near)
    return [...near]
  }
}

function rank(named: readonly { id: string; names: string[] }[], written: string): string[] {
  const limit = tolerance(written)
  return named
    .map(({ id, names }) => ({ id, distance: distanceTo(names, written, limit) }))
    .filter(({ distance }) => distance <= limit)
    .toSorted((one, other) => one.distance - other.distance)
    .slice(0, MOST)
    .map(({ id }) => id)
}

function distanceTo(names: readonly string[], written: string, limit: number): number {
  return names.reduce((least, name) => Math.min(least, editDistance(written, name, least)), limit + 1)
}

function namesOf({ id, aliases }: ModelFile): string[] {
  const whole = [id, ...aliases]
  return [...new Set([...whole, ...whole.map((name) => name.slice(name.lastIndexOf('/') + 1))])]
}
