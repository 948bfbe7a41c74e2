import { REPOSITORY_ROOT } from '../repository-root.ts'
import type { ReadySign } from './readiness.ts'
import { builtCommand, environmentWith, programCommand } from './source-process.ts'
import { ProcessNotReadyError, startProcess, type RunningProcess } from './start-process.ts'

export interface KilnProcessOptions {
  /** kiln's settings for this process; none of the caller's KIE_ and KILN_ variables reach it. */
  env: Record<string, string>
  onLine?: (line: string) => void
  readyWithinMs?: number
  /** Gives up while it is not ready yet. */
  giveUp?: AbortSignal
  /** Where a release of kiln stands, built, to be started as it ships. */
  root?: string
}

export type ReachableProcess = RunningProcess & { url: string }

/** The API from source, once it listens. Needs REDIS_URL; PORT=0 takes any port. */
export function startApi(options: KilnProcessOptions): Promise<ReachableProcess> {
  return startReachable('api', 'apps/api/src/main.ts', eventNamed('listening'), options)
}

/** The worker from source, once it works. It has a `url` only with KILN_WORKER_PORT. */
export function startWorker(options: KilnProcessOptions): Promise<RunningProcess> {
  return startSourceProcess('worker', 'apps/worker/src/main.ts', options)
}

/** The simulated KIE as a process of its own, once it listens. */
export function startSimulatorProcess(options: KilnProcessOptions): Promise<ReachableProcess> {
  return startReachable('simulator', 'packages/simulator/src/main.ts', simulatorUrl, options)
}

/** Any other program of this repository from source, once it says `"event": "working"`. */
export function startSourceProcess(
  name: string,
  path: string,
  options: KilnProcessOptions,
): Promise<RunningProcess> {
  return startFromSource(name, path, eventNamed('working'), options)
}

function startFromSource(
  name: string,
  path: string,
  sign: (line: string) => ReadySign | null,
  { root, ...options }: KilnProcessOptions,
): Promise<RunningProcess> {
  return startProcess({
    ...options,
    ...(root === undefined ? programCommand(path) : builtCommand(path, root)),
    name,
    cwd: root ?? REPOSITORY_ROOT,
    env: environmentWith(options.env),
    readyWhen: { line: sign },
  })
}

async function startReachable(...start: Parameters<typeof startFromSource>): Promise<ReachableProcess> {
  const running = await startFromSource(...start)
  if (running.url !== null) return { ...running, url: running.url }
  await running.stop('SIGKILL')
  throw new ProcessNotReadyError(start[0], 'did not say where it listens', running.output())
}

/** The log line that carries `"event": name`. */
function eventNamed(name: string): (line: string) => ReadySign | null {
  return (line) => {
    const record = parseRecord(line)
    return record?.['event'] === name ? withUrl(record['url']) : null
  }
}

function simulatorUrl(line: string): ReadySign | null {
  const url = parseRecord(line)?.['simulator']
  return url === undefined ? null : withUrl(url)
}

function withUrl(url: unknown): ReadySign {
  return typeof url === 'string' ? { url } : {}
}

function parseRecord(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    return null
  }
}
