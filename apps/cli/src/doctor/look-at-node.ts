import { found, type Finding } from './findings.ts'

/** As `engines` of the root says; a test compares them. */
export const NEEDED_NODE = '20.19'

export function lookAtNode(version: string): Finding[] {
  const isOld = compareVersions(version, NEEDED_NODE) < 0
  return [isOld ? found('nodeOld', { version, needed: NEEDED_NODE }) : found('nodeGood', { version })]
}

/** By numbers, as far as both go: 20.9 is older than 20.19. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((text) => text.replace(/^v/, '').split('.').map(Number))
  for (let at = 0; at < Math.min(left!.length, right!.length); at++) {
    const difference = left![at]! - right![at]!
    if (difference !== 0) return difference
  }
  return 0
}
