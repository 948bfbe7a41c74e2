import { ProcessNotReadyError, type RunningProcess } from '@kiln/local'
import type { ProcessEnd } from '../audit/evidence.ts'
import type { Lives } from './lives.ts'

/** How a life is ended from outside: in order, as a deployment does, or on the spot. */
export type EndSignal = 'SIGTERM' | 'SIGKILL'

export interface KeptProcess {
  /** How each of its lives ended. */
  ends: readonly ProcessEnd[]
  /** Ends this life; the next one begins by itself. False between two lives. */
  recycle(signal?: EndSignal): boolean
  /** Ends this life, in order unless told otherwise, and waits until the next one is up. */
  restart(signal?: EndSignal): Promise<void>
  /** Ends it for good, and waits. */
  stop(): Promise<void>
}

export interface KeptProcessOptions {
  name: string
  lives: Lives
  /** How long a life that stops itself stays stopped. */
  stopMs: number
  start: (failPoints: string | null, onLine: (line: string) => void) => Promise<RunningProcess>
}

const STOP_GRACE_MS = 15_000

/** Starts a process anew whenever it dies, and wakes it when it stopped itself. */
export async function keepAlive(options: KeptProcessOptions): Promise<KeptProcess> {
  const ends: ProcessEnd[] = []
  const asked = new Map<RunningProcess, EndSignal>()
  let current: RunningProcess | null = null
  let stopping = false
  let tellUp: () => void
  const untilUp = () => new Promise<void>((resolve) => (tellUp = resolve))
  let nextIsUp = untilUp()

  async function live(): Promise<void> {
    while (!stopping) {
      const life = await startLife(options, ends)
      current = life
      tellUp()
      nextIsUp = untilUp()
      // Told to stop while it was starting.
      if (stopping) life.kill('SIGTERM')
      const end = await life.exited
      current = null
      ends.push(endOf(options.name, life, end, asked.get(life) ?? (stopping ? 'SIGTERM' : undefined)))
    }
  }

  const firstIsUp = nextIsUp
  const living = live()
  await Promise.race([firstIsUp, living])
  // Whoever stops it hears of a life that could not begin.
  living.catch(() => undefined)

  function recycle(signal: EndSignal = 'SIGTERM'): boolean {
    if (!current) return false
    // Who is being killed is not told to end in order afterwards.
    if (asked.get(current) !== 'SIGKILL') asked.set(current, signal)
    current.kill(signal)
    return true
  }

  return {
    ends,
    recycle,
    async restart(signal) {
      recycle(signal)
      await Promise.race([nextIsUp, living])
    },
    async stop() {
      stopping = true
      await current?.stop('SIGTERM', STOP_GRACE_MS)
      await living
    },
  }
}

/** A plan may strike before the process is ready; then the next life begins. */
async function startLife(options: KeptProcessOptions, ends: ProcessEnd[]): Promise<RunningProcess> {
  for (;;) {
    try {
      return await options.start(options.lives.next(), (line) => noticeStrike(options, line))
    } catch (error) {
      if (!(error instanceof ProcessNotReadyError) || !hasStruck(error.output)) throw error
      ends.push({ process: options.name, expected: true, words: 'its plan, before it was ready' })
    }
  }
}

function endOf(
  name: string,
  life: RunningProcess,
  { code, signal }: Awaited<RunningProcess['exited']>,
  asked: EndSignal | undefined,
): ProcessEnd {
  const planned = signal === 'SIGKILL' && life.output().includes('"action":"kill"')
  // Whoever is being killed may just have ended in order.
  const inOrder = asked !== undefined && code === 0
  return {
    process: `${name} ${life.pid}`,
    expected: planned || inOrder || (asked === 'SIGKILL' && signal === 'SIGKILL'),
    words: signal ?? `exit code ${code}`,
  }
}

function noticeStrike({ lives, stopMs }: KeptProcessOptions, line: string): void {
  if (!hasStruck(line)) return
  lives.noteStrike()
  const { action, pid } = JSON.parse(line) as { action: string; pid: number }
  if (action === 'stop') setTimeout(() => wake(pid), stopMs)
}

function wake(pid: number): void {
  try {
    process.kill(pid, 'SIGCONT')
  } catch (error) {
    // The run ended meanwhile, and the process with it.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

const hasStruck = (output: string) => output.includes('{"event":"failPoint"')
