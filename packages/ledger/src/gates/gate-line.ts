import { GATES, type Gate } from '@kiln/lifecycle'
import { NO_END } from './stored-gates.ts'
import type { GateChange } from './tell-changes.ts'

/** Which kind of gate a stored name is; null for the hold on reads, which holds no job. */
export function gateKind(name: string): Gate | null {
  const kind = name.split(':', 1)[0]
  return GATES.find((gate) => gate === kind) ?? null
}

/** What a closed gate asks of people. Those that time or KIE opens by itself ask nothing. */
const ASKS: Partial<Record<Gate, string>> = {
  auth: 'KIE refuses the key: nothing is sent or read until it takes one. Check KIE_AI_API_KEY',
  credits:
    'the account has run out of credits: jobs wait, none fails. Top it up, and they go on by themselves',
  edge: 'something that is not KIE answered: nothing is sent. Check KIE_BASE_URL and what stands between',
  unreachable: 'KIE cannot be reached: nothing is sent. Check KIE_BASE_URL, the network and the certificate',
}

/** The one line that is logged when a gate closes or opens. */
export function gateLine({ gate, change, cause, since, untilAt, heldMs }: GateChange) {
  const kind = gateKind(gate)
  if (change === 'opened') {
    return {
      level: 'info' as const,
      fields: { event: 'gateOpened', gate, heldMs },
      message: 'a gate has opened',
    }
  }
  const forGood = untilAt >= NO_END
  return {
    level: kind === 'auth' ? ('error' as const) : ('warn' as const),
    fields: {
      event: 'gateClosed',
      gate,
      cause,
      since: new Date(since).toISOString(),
      ...(!forGood && { until: new Date(untilAt).toISOString() }),
    },
    message: (kind && ASKS[kind]) ?? 'a gate has closed',
  }
}

/** Where a change is told: the log, and the figure of how long each gate was closed. */
export interface GateListener {
  log: Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>
  metrics: { gateHeld: (held: { gate: Gate; heldMs: number }) => void }
}

export function tellGateChange(change: GateChange, { log, metrics }: GateListener): void {
  const { level, fields, message } = gateLine(change)
  log[level](fields, message)
  const gate = gateKind(change.gate)
  if (change.change === 'opened' && gate) metrics.gateHeld({ gate, heldMs: change.heldMs })
}
