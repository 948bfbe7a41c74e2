/** Why a gate is closed, as far as kiln itself says so. Stored as a text, for the log and for every release alike. */
export type GateCause =
  | { kind: 'pausedBy'; by: string }
  | { kind: 'restarted' }
  | { kind: 'rolledBack'; missing: number }
  | { kind: 'forked' }
  | { kind: 'otherLedger' }
  | { kind: 'notReached' }
  | { kind: 'notOfKie'; answer: GateCause }
  | { kind: 'sickModel'; bad: number; all: number; lastBy: string }
  | { kind: 'http'; status: string; readable: boolean }
  /** KIE's own words, or an error of the connection. */
  | { kind: 'said'; text: string }

const FORMS: readonly [form: RegExp, read: (parts: string[]) => GateCause][] = [
  [/^paused by (.+)$/, ([by = '']) => ({ kind: 'pausedBy', by })],
  [/^Redis restarted; every worker says first how far it remembers$/, () => ({ kind: 'restarted' })],
  [
    /^rolledBack: Redis went back in time, and its last (\d+) intents are missing; jobs paid since stand as queued$/,
    ([missing]) => ({ kind: 'rolledBack', missing: Number(missing) }),
  ],
  [/^rolledBack: Redis went back in time, and others began anew /, () => ({ kind: 'forked' })],
  [/^rolledBack: another ledger stands where the one was /, () => ({ kind: 'otherLedger' })],
  [/^five calls in a row did not reach KIE$/, () => ({ kind: 'notReached' })],
  [
    /^five answers in a row could not be KIE's: (.*)$/,
    ([answer = '']) => ({ kind: 'notOfKie', answer: readGateCause(answer) }),
  ],
  [
    /^(\d+) of the last (\d+) jobs failed, the last one by (\w*)$/,
    ([bad, all, lastBy = '']) => ({ kind: 'sickModel', bad: Number(bad), all: Number(all), lastBy }),
  ],
  [
    /^HTTP (\d{3}) with (no KIE answer in it|a body too large or not readable)$/,
    ([status = '', what]) => ({ kind: 'http', status, readable: what === 'no KIE answer in it' }),
  ],
]

/** What stands in a gate, so that it can be told in any language. */
export function readGateCause(text: string): GateCause {
  for (const [form, read] of FORMS) {
    const found = form.exec(text)
    if (found !== null) return read(found.slice(1))
  }
  return { kind: 'said', text }
}
