import { cancelableStateSchema, failureClassSchema, stateSchema } from '@kiln/contract'
import { textOf, type Values } from '../command.ts'
import { plain } from '../render/plain.ts'
import type { Words } from '../words/words.ts'
import { readMoment } from './read-moment.ts'

interface Fault {
  fault: string
  hint: string
}
type Read<T> = { ok: true; value: T | undefined } | ({ ok: false } & Fault)

const FAILURE_CLASSES = failureClassSchema.options

/** Options that choose jobs or failures; each reads what was typed, or says what is wrong with it. */
const READERS = {
  class: (typed: string, name: string, words: Words) =>
    oneOf(typed, name, FAILURE_CLASSES, 'upstreamError', words),
  state: (typed: string, name: string, words: Words) =>
    oneOf(typed, name, stateSchema.options, 'failed', words),
  cancelableState: (typed: string, name: string, words: Words) =>
    oneOf(typed, name, cancelableStateSchema.options, 'queued', words),
  moment(typed: string, name: string, { filters, usage }: Words): Read<string> {
    const at = readMoment(typed, Date.now())
    if (at !== null) return { ok: true, value: at }
    return fault(filters.badMoment(`--${name}`, plain(typed)), usage.writeLike(`--${name} 2h`))
  },
  text: (typed: string): Read<string> => ({ ok: true, value: typed }),
} as const

function oneOf<T extends string>(
  typed: string,
  name: string,
  known: readonly T[],
  example: T,
  { usage }: Words,
): Read<T> {
  const found = known.find((one) => one === typed)
  if (found !== undefined) return { ok: true, value: found }
  return fault(usage.notOneOf(`--${name}`, known, plain(typed)), usage.writeLike(`--${name} ${example}`))
}

const fault = (told: string, hint: string) => ({ ok: false as const, fault: told, hint })

type Kind = keyof typeof READERS
type ValueOf<K extends Kind> = Extract<ReturnType<(typeof READERS)[K]>, { ok: true }>['value']
type FilterOf<Spec extends Readonly<Record<string, Kind>>> = {
  [Name in keyof Spec]?: NonNullable<ValueOf<Spec[Name]>>
}

/** What was typed of these options; the first one that cannot be read says so. */
export function readFilters<const Spec extends Readonly<Record<string, Kind>>>(
  spec: Spec,
  values: Values,
  words: Words,
): { ok: true; filter: FilterOf<Spec> } | ({ ok: false } & Fault) {
  const filter: Record<string, unknown> = {}
  for (const [name, kind] of Object.entries(spec)) {
    const typed = textOf(values, name)
    if (typed === undefined) continue
    const read = READERS[kind](typed, name, words)
    if (!read.ok) return read
    filter[name] = read.value
  }
  return { ok: true, filter: filter as FilterOf<Spec> }
}

/** A whole number as it was typed; undefined where it was left out. */
export function readCount(
  values: Values,
  name: string,
  least: number,
  { filters, usage }: Words,
): Read<number> {
  const typed = values[name]
  if (typeof typed !== 'string') return { ok: true, value: undefined }
  if (/^\d{1,9}$/.test(typed) && Number(typed) >= least) return { ok: true, value: Number(typed) }
  const told = filters.badCount(`--${name}`, least, plain(typed))
  return fault(told, usage.writeLike(`--${name} ${Math.max(least, 5)}`))
}
