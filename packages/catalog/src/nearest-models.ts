import { editDistance, MAX_COMPARED, tolerance } from './closest.ts'
import type { ModelFile } from './model-file.ts'

const MOST = 3
/** One misspelt id usually fills a whole batch; so many different ones are remembered. */
const MAX_REMEMBERED = 1_000

interface Named {
  id: string
  names: Name[]
}
interface Name {
  text: string
  letters: Letters
}

/** Finds the ids that an unknown one may have meant: near by letters to an id, an alias or the last part of either. */
export function buildNearest(models: readonly ModelFile[]): (id: string) => string[] {
  let named: Named[] | null = null
  const remembered = new Map<string, string[]>()
  return (id) => {
    // Most processes never meet an unknown id.
    named ??= models
      .filter(({ status }) => status !== 'placeholder')
      .map((model) => ({ id: model.id, names: namesOf(model) }))
    const near = remembered.get(id) ?? rank(named, id)
    if (remembered.size >= MAX_REMEMBERED) remembered.clear()
    if (id.length <= MAX_COMPARED) remembered.set(id, near)
    return [...near]
  }
}

function rank(named: readonly Named[], written: string): string[] {
  const limit = tolerance(written)
  const letters = lettersOf(written)
  return named
    .map(({ id, names }) => ({ id, distance: distanceTo(names, written, letters, limit) }))
    .filter(({ distance }) => distance <= limit)
    .toSorted((one, other) => one.distance - other.distance)
    .slice(0, MOST)
    .map(({ id }) => id)
}

function distanceTo(names: readonly Name[], written: string, letters: Letters, limit: number): number {
  let least = limit + 1
  for (const name of names) {
    if (isCutShort(written, name.text)) least = Math.min(least, lengthOver(written, name.text))
    else if (leastEdits(letters, name.letters) < least)
      least = Math.min(least, editDistance(written, name.text, least))
  }
  return least
}

/** "kling/v2-1" for kling/v2-1-pro: whole words are missing at the end. */
function isCutShort(written: string, name: string): boolean {
  return (
    written.length > 3 && /[-/_.]/.test(name.charAt(written.length)) && name.startsWith(written.toLowerCase())
  )
}

/** Below every misspelling, and the less the less is missing. */
function lengthOver(written: string, name: string): number {
  return 1 - 1 / (1 + name.length - written.length)
}

function namesOf({ id, aliases }: ModelFile): Name[] {
  const whole = [id, ...aliases]
  const texts = new Set([...whole, ...whole.map((name) => name.slice(name.lastIndexOf('/') + 1))])
  return [...texts].map((text) => ({ text, letters: lettersOf(text) }))
}

/** How often each letter occurs; letters that share a place only make the estimate lower. */
type Letters = Uint8Array
const PLACES = 32

function lettersOf(text: string): Letters {
  const letters = new Uint8Array(PLACES)
  for (const letter of text.slice(0, MAX_COMPARED).toLowerCase()) {
    const place = letter.charCodeAt(0) % PLACES
    letters[place] = (letters[place] ?? 0) + 1
  }
  return letters
}

/** A bound from below on the edits between two texts, which spares most comparisons. */
function leastEdits(one: Letters, other: Letters): number {
  let missing = 0
  let extra = 0
  for (let at = 0; at < PLACES; at++) {
    const difference = (one[at] ?? 0) - (other[at] ?? 0)
    if (difference > 0) missing += difference
    else extra -= difference
  }
  return Math.max(missing, extra)
}
