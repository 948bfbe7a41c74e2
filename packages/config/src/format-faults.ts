import type { Fault } from './read-variables.ts'

/** What a process prints instead of starting. */
export function formatFaults(faults: readonly Fault[]): string {
  const count = faults.length === 1 ? '1 setting needs' : `${faults.length} settings need`
  const lines = faults.map(({ variable, message }) => `  ${variable} ${message}`)
  return [
    `kiln does not start: ${count} attention.`,
    ...lines,
    'docs/configuration.md lists every setting.',
    '',
  ].join('\n')
}
