import type { Step } from './flow.ts'

const NOON = '12:00'
const DAY = '2026-11-21'
const PROGRESS = /(?:^\d+\/\d+ {2}\w+ {2}.*\n)+(?=^\d+\/\d+ {2}\w+ {2})/gm

/** A session without what differs from run to run: ids count up, it is always noon, progress is its last line. */
export function settled(steps: readonly Step[]): Step[] {
  const name = createNames()
  return steps.map((step) => ({
    ...step,
    command: name(step.command),
    output: settledText(name(step.output)),
  }))
}

function createNames(): (text: string) => string {
  const names = new Map<string, string>()
  let next = 1
  return (text) =>
    text.replaceAll(/\b(job|requeue)_[0-9a-f]{24}\b/g, (id, kind: string) => {
      const known = names.get(id)
      if (known !== undefined) return known
      const made = `${kind}_${String(next++).padStart(24, '0')}`
      names.set(id, made)
      return made
    })
}

function settledText(text: string): string {
  return text
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, `${DAY} ${NOON}:00 UTC`)
    .replaceAll(/\b\d\d-\d\d \d\d:\d\d\b(?!:)/g, `${DAY.slice(5)} ${NOON}`)
    .replaceAll(/[·▁▂▃▄▅▆▇█]{24}/g, `${'·'.repeat(23)}█`)
    .replaceAll(PROGRESS, '')
}

/** A page without figures, whose day has other numbers of jobs, and without what hangs on the moment. */
export function shapeOf(page: string): string {
  return page
    .replaceAll(/\d+ came back(?:, \d+ under way)?/g, '# came back')
    .replaceAll(/^ {2}\d +under way\n/gm, '')
    .replaceAll(/\d+(?:\.\d+)?/g, '#')
    .replaceAll(/^( {2}takes about +).*$/gm, '$1#')
    .replaceAll(/ +/g, ' ')
}
