import { spawn, type ChildProcess } from 'node:child_process'
import { collectLines, type CollectedLines } from './collect-lines.ts'
import { forget, watch } from './guardian.ts'
import { endOf, type ProcessEnd } from './process-end.ts'
import { awaitReadiness, type ReadyWhen } from './readiness.ts'

export interface ProcessSpec {
  name: string
  command: string
  args: readonly string[]
  /** The whole environment: nothing is inherited. */
  env: Record<string, string>
  cwd?: string
  onLine?: (line: string) => void
  readyWhen: ReadyWhen
  readyWithinMs?: number
  /** Gives up while it is not ready yet; afterwards it means nothing. */
  giveUp?: AbortSignal
}

export interface RunningProcess {
  name: string
  pid: number
  /** Where it can be reached, if it said so when it became ready. */
  url: string | null
  /** The last lines it wrote, stdout and stderr together. */
  output(): string
  exited: Promise<ProcessEnd>
  /** Signals it and waits; what outlives the grace is killed. Safe to call again. */
  stop(signal?: NodeJS.Signals, graceMs?: number): Promise<ProcessEnd>
  /** Sends one signal and does not wait. */
  kill(signal: NodeJS.Signals): void
}

/** A process that ended, or stayed silent, before it was ready. */
export class ProcessNotReadyError extends Error {
  override readonly name = 'ProcessNotReadyError'
  readonly output: string
  constructor(processName: string, cause: string, output: string) {
    super(`${processName} ${cause}. ${output === '' ? 'It wrote nothing.' : `It wrote:\n${output}`}`)
    this.output = output
  }
}

const READY_WITHIN_MS = 30_000
const STOP_GRACE_MS = 5_000

/** Starts a process and waits until it is ready; throws ProcessNotReadyError when it never is. */
export async function startProcess(spec: ProcessSpec): Promise<RunningProcess> {
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: spec.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C reaches us alone, and we end the rest in order.
    detached: true,
  })
  const lines = collectLines(child)
  if (spec.onLine !== undefined) lines.listen(spec.onLine)
  const exited = endOf(child)
  const pid = await pidOf(child, spec.name)
  watch(`group:${pid}`)
  void exited.then(() => forget(`group:${pid}`))

  const running = handleOf(spec.name, pid, exited, lines)
  const limits = { withinMs: spec.readyWithinMs ?? READY_WITHIN_MS, giveUp: spec.giveUp }
  const readiness = await awaitReadiness(spec.readyWhen, lines, exited, limits)
  if (readiness.ready) return { ...running, url: readiness.url }
  await running.stop('SIGKILL')
  throw new ProcessNotReadyError(spec.name, readiness.cause, running.output())
}

function pidOf(child: ChildProcess, name: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve(child.pid as number))
    child.once('error', (error) => {
      reject(new ProcessNotReadyError(name, `cannot be started: ${error.message}`, ''))
    })
  })
}

function handleOf(
  name: string,
  pid: number,
  exited: Promise<ProcessEnd>,
  lines: CollectedLines,
): RunningProcess {
  let ended = false
  void exited.then(() => (ended = true))
  const kill = (signal: NodeJS.Signals) => {
    if (!ended) sendSignal(pid, signal)
  }
  const stop = async (signal: NodeJS.Signals = 'SIGTERM', graceMs = STOP_GRACE_MS) => {
    kill(signal)
    const outOfGrace = setTimeout(() => kill('SIGKILL'), graceMs)
    const end = await exited
    clearTimeout(outOfGrace)
    return end
  }
  return { name, pid, url: null, output: () => lines.kept.join('\n'), exited, stop, kill }
}

/**
 * Signals that cannot be handled go to the whole group. A polite one goes to the process
 * alone: it would end helpers (tsx has one) that the process still needs on its way down.
 */
function sendSignal(pid: number, signal: NodeJS.Signals): void {
  const wholeGroup = signal === 'SIGKILL' || signal === 'SIGSTOP' || signal === 'SIGCONT'
  try {
    process.kill(wholeGroup ? -pid : pid, signal)
  } catch (error) {
    // It ended a moment ago and `exited` has not told us yet.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
