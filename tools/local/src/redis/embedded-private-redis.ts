import { fileURLToPath } from 'node:url'
import { REPOSITORY_ROOT } from '../repository-root.ts'
import { environmentWith, sourceCommand } from '../processes/source-process.ts'
import { startProcess, type RunningProcess } from '../processes/start-process.ts'
import { NO_FAULTS } from './faults/redis-faults.ts'
import { listenEmbedded, type EmbeddedRedis } from './embedded-redis.ts'
import type { PrivateRedis } from './private-redis.ts'
import { controlsOf } from './server-controls.ts'

const PROCESS_PATH = fileURLToPath(new URL('./embedded-process.ts', import.meta.url))

const describeEmbedded = (url: string) =>
  `embedded Redis at ${url}, in memory only: nothing survives a restart`

/** In this process: quickest to start, ends with it. */
export async function startEmbedded(): Promise<PrivateRedis> {
  const first = await listenEmbedded(0)
  let server: EmbeddedRedis | null = first
  const kill = async () => {
    const closing = server
    server = null
    await closing?.close()
  }
  const restart = async () => {
    await kill()
    server = await listenEmbedded(first.port)
  }
  const url = `redis://127.0.0.1:${first.port}`
  return {
    ...NO_FAULTS,
    url,
    kind: 'embedded',
    describe: describeEmbedded(url),
    pid: null,
    dir: null,
    // It lives and dies with this process.
    died: new Promise(() => {}),
    stop: kill,
    kill,
    restart,
  }
}

/** In a process of its own, for tests that load or kill it. */
export async function startEmbeddedProcess(): Promise<PrivateRedis> {
  const first = await startServer(0)
  const url = first.url ?? ''
  const controls = controlsOf(first, () => startServer(Number(new URL(url).port)))
  const about = { url, kind: 'embedded', describe: describeEmbedded(url), dir: null } as const
  // Assigned onto the controls, not spread: their pid is a getter.
  return Object.assign(controls, NO_FAULTS, about, { stop: () => controls.kill('SIGKILL') })
}

function startServer(port: number): Promise<RunningProcess> {
  return startProcess({
    ...sourceCommand(PROCESS_PATH, [String(port)]),
    name: 'embedded Redis',
    cwd: REPOSITORY_ROOT,
    env: environmentWith({}),
    readyWhen: {
      line: (line) => {
        const url = /^\{"redis":"(redis:[^"]+)"\}$/.exec(line)?.[1]
        return url === undefined ? null : { url }
      },
    },
  })
}
