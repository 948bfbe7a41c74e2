import { finding, type Evidence, type Finding } from './evidence.ts'

/** No line holds what nobody may read. */
export function checkSecrets({ lines, secrets, metrics }: Evidence): Finding[] {
  const told = [...lines, ...metrics.keys()]
  return secrets
    .filter((secret) => told.some((line) => line.includes(secret)))
    .map((secret) => finding('secretTold', null, `a line holds ${secret.slice(0, 12)}…`))
}

/** kiln's own words for a bug, Node's for a promise that nobody awaited, and a stack that nobody caught. */
const CRASH = new RegExp(
  [
    '"event":"crashed"',
    'unhandled_?(?:promise_?)?rejection',
    'uncaught_?exception',
    String.raw`^node:internal/.+:\d+$`,
    String.raw`^\s+at .+:\d+:\d+\)?$`,
  ].join('|'),
  'i',
)

/** Every process ended as it was meant to, and none told of a bug. */
export function checkProcesses({ lines, ends }: Evidence): Finding[] {
  const crashes = lines.filter((line) => CRASH.test(line)).slice(0, 5)
  return [
    ...crashes.map((line) => finding('crash', null, line.slice(0, 300))),
    ...ends
      .filter((end) => !end.expected)
      .map((end) => finding('crash', null, `${end.process} ended with ${end.words}`)),
  ]
}
