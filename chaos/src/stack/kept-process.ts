import { ProcessNotReadyError, type RunningProcess } from '@kiln/local'
import type { ProcessEnd } from '../audit/evidence.ts'
import type { Lives } from './lives.ts'

export interface KeptProcess {
  /** How each of its lives ended. */
  ends: readonly ProcessEnd[]
  /** Ends this life in order, as a deployment does; the next one begins by itself. */
  recycle(): void
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

/** Starts a process anew whenever it dies of its plan, and wakes it when it stopped itself. */
export async function keepAlive(options: KeptProcessOptions): Promise<KeptProcess> {
  const ends: ProcessEnd[] = []
  const askedToEnd = new Set<RunningProcess>()
  let current: RunningProcess | null = null
  let stopping = false
  let isUp: () => void
  const firstIsUp = new Promise<void>((resolve) => (isUp = resolve))

  async function live(): Promise<void> {
    while (!stopping) {
      const life = await startLife(options, ends)
      current = life
      isUp()
      // Told to stop while it was starting.
      if (stopping) life.kill('SIGTERM')
      ends.push(await endOf(options.name, life, () => stopping || askedToEnd.has(life)))
    }
  }

  const living = live()
  await Promise.race([firstIsUp, living])
  // Whoever stops it hears of a life that could not begin.
  living.catch(() => undefined)
  return {
    ends,
    recycle() {
      if (!current) return
      askedToEnd.add(current)
      current.kill('SIGTERM')
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

async function endOf(name: string, life: RunningProcess, wasAsked: () => boolean): Promise<ProcessEnd> {
  const { code, signal } = await life.exited
  const planned = signal === 'SIGKILL' && life.output().includes('"action":"kill"')
  const inOrder = wasAsked() && code === 0
  return {
    process: `${name} ${life.pid}`,
    expected: planned || inOrder,
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
