import type { LineVerdict } from '@kiln/preflight'
import type { Ink } from './ink.ts'
import { plain } from './plain.ts'

/** What is to be said of a line before a person: nothing of one that is good without a warning. */
export function renderVerdict(verdict: LineVerdict, ink: Ink): string {
  const where = `line ${verdict.line}${verdict.customId === null ? '' : ` ${plain(verdict.customId)}`}`
  if (verdict.ok) {
    return verdict.warnings
      .map(
        ({ path, code, message }) => `${where}  ${plain(path)}  ${ink.yellow(code)}\n  ${plain(message)}\n`,
      )
      .join('')
  }
  return verdict.errors
    .map(({ path, code, message, hint }) => {
      const next = hint === null || message.includes(hint) ? '' : ` ${hint}`
      return `${where}  ${plain(path)}${path === '' ? '' : '  '}${ink.red(code)}\n  ${plain(message + next)}\n`
    })
    .join('')
}

/** "4 lines are good." · "1 of 5 lines is bad." */
export function renderCount({ good, bad }: { good: number; bad: number }, ink: Ink): string {
  const all = good + bad
  if (all === 0) return 'There is no job in it.\n'
  if (bad === 0) return ink.green(`${all === 1 ? '1 job is' : `All ${all} jobs are`} good.\n`)
  return ink.red(`${bad} of ${all} ${all === 1 ? 'job' : 'jobs'} ${bad === 1 ? 'is' : 'are'} bad.\n`)
}
