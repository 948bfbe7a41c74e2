import type { Path } from './fault.ts'
import { isRecord } from './is-record.ts'

interface Place {
  path: Path
  value: unknown
}

/** The parameter in which a path such as "dialogue[].text" begins. */
export function parameterOf(path: string): string {
  return path.split(/[.[]/, 1)[0] ?? path
}

/** Reads the values that a path names. Most paths are one name, for which nothing is walked. */
export function readerOf(path: string): (input: Record<string, unknown>) => unknown[] {
  if (/[.[]/.test(path)) return (input) => valuesAt(input, path)
  return (input) => (input[path] === undefined ? [] : [input[path]])
}

/** Every value that a path names in an input: "duration" one, "dialogue[].text" one per item. */
export function valuesAt(input: Record<string, unknown>, path: string): unknown[] {
  return placesAt(input, path).map(({ value }) => value)
}

export function placesAt(input: Record<string, unknown>, path: string): Place[] {
  let found: Place[] = [{ path: [], value: input }]
  for (const step of path.split('.')) {
    const name = step.replace(/\[\]$/, '')
    found = found.flatMap(({ path: at, value }) =>
      isRecord(value) && Object.hasOwn(value, name) ? [{ path: [...at, name], value: value[name] }] : [],
    )
    if (step !== name) found = found.flatMap(itemsOf)
  }
  return found
}

function itemsOf({ path, value }: Place): Place[] {
  if (!Array.isArray(value)) return []
  return value.map((item: unknown, at) => ({ path: [...path, at], value: item }))
}

/** Two values that belong together: of the input itself, or of each item of the same list. */
export function pairsAt(
  input: Record<string, unknown>,
  leftPath: string,
  rightPath: string,
): { path: Path; left: unknown; right: unknown }[] {
  const [list, leftName] = leftPath.split('[].')
  const rightName = rightPath.split('[].').at(-1) ?? rightPath
  if (list === undefined || leftName === undefined) {
    return [{ path: [leftPath], left: input[leftPath], right: input[rightPath] }]
  }
  return placesAt(input, `${list}[]`).flatMap(({ path, value }) =>
    isRecord(value) ? [{ path: [...path, leftName], left: value[leftName], right: value[rightName] }] : [],
  )
}
