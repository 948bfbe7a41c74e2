import type { Code, Finding, Level, Subject } from '../doctor/findings.ts'
import type { Words } from '../words/words.ts'
import type { Ink } from './ink.ts'
import { plain } from './plain.ts'

interface ToldFinding {
  subject: Subject
  level: Level
  says: string
  mend: string | null
}

type Tell = string | ((facts: Finding['facts']) => string)

/** What a finding says, and what mends it; both may quote a server. */
export function tellFinding(
  { code, facts }: Finding,
  { doctor }: Words,
): { says: string; mend: string | null } {
  // Each code's words take that code's facts.
  const tell = (words: Tell) => plain(typeof words === 'string' ? words : words(facts))
  const mends: Partial<Record<Code, Tell>> = doctor.mends as never
  const mend = mends[code]
  return { says: tell(doctor.says[code] as Tell), mend: mend === undefined ? null : tell(mend) }
}

const MARKS = { good: 'ok', advice: '!', broken: 'x' } as const

export function renderDoctor(findings: readonly ToldFinding[], ink: Ink, { doctor }: Words): string {
  const colours = { good: ink.green, advice: ink.yellow, broken: ink.red }
  const lines = findings.flatMap(({ level, subject, says, mend }) => [
    `${colours[level](MARKS[level].padEnd(2))}  ${ink.bold(doctor.subjects[subject])}: ${says}`,
    ...(mend === null ? [] : [`      ${mend}`]),
  ])
  const count = (level: Level) => findings.filter((finding) => finding.level === level).length
  return `${lines.join('\n')}\n\n${doctor.sum(count('broken'), count('advice'))}\n`
}
