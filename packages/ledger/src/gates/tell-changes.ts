import type { RunScript, ScriptName } from '../scripts.ts'

/** What a script did to a gate. Exactly one process is told of each change: the one that ran it. */
export interface GateChange {
  /** `model:<id>` and `paused:<id>` hold one model. */
  gate: string
  change: 'closed' | 'opened'
  cause: string
  since: number
  untilAt: number
  heldMs: number
}

/** Hands on what each script did to the gates, for the log and the figures. */
export function tellChanges(run: RunScript, onChange: (change: GateChange) => void): RunScript {
  return async <Answer>(name: ScriptName, args: object) => {
    const answer = await run<Answer>(name, args)
    const { gateChanges = [] } = answer as { gateChanges?: GateChange[] }
    for (const change of gateChanges) onChange(change)
    return answer
  }
}
