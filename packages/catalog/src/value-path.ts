import { isRecord } from './is-record.ts'

/** The parameter in which a path such as "dialogue[].text" begins. */
export function parameterOf(path: string): string {
  return path.split(/[.[]/, 1)[0] ?? path
}

/** Every value that a path names in an input: "duration" one, "dialogue[].text" one per item. */
export function valuesAt(input: Record<string, unknown>, path: string): unknown[] {
  let found: unknown[] = [input]
  for (const step of path.split('.')) {
    const name = step.replace(/\[\]$/, '')
    found = found.flatMap((value) => (isRecord(value) && Object.hasOwn(value, name) ? [value[name]] : []))
    if (step !== name) found = found.flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : []))
  }
  return found
}
