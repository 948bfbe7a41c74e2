import type { LineVerdict } from '@kiln/preflight'
import type { Words } from '../words/words.ts'
import type { Ink } from './ink.ts'
import { plain } from './plain.ts'

/** What is to be said of a line before a person: nothing of one that is good without a warning. */
export function renderVerdict(verdict: LineVerdict, ink: Ink, words: Words): string {
  const where = `${words.verdict.line(verdict.line)}${verdict.customId === null ? '' : ` ${plain(verdict.customId)}`}`
  if (verdict.ok) {
    return verdict.warnings
      .map(
        ({ path, code, message }) => `${where}  ${plain(path)}  ${ink.yellow(code)}\n  ${plain(message)}\n`,
      )
      .join('')
  }
  return verdict.errors
    .map(({ path, code, message, hint }) => {
      const told = hint === null || message.includes(hint) ? message : words.both(message, hint)
      return `${where}  ${plain(path)}${path === '' ? '' : '  '}${ink.red(code)}\n  ${plain(told)}\n`
    })
    .join('')
}

/** "All 4 jobs are good." · "1 of 5 jobs is bad." */
export function renderCount({ good, bad }: { good: number; bad: number }, ink: Ink, words: Words): string {
  const { nothing, allGood, someBad } = words.verdict
  const all = good + bad
  if (all === 0) return `${nothing}\n`
  return bad === 0 ? ink.green(`${allGood(all)}\n`) : ink.red(`${someBad(bad, all)}\n`)
}
