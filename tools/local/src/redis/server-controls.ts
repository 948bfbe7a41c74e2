import { wordsOf } from '../processes/process-end.ts'
import type { RunningProcess } from '../processes/start-process.ts'
import type { PrivateRedis } from './private-redis.ts'

type ServerControls = Pick<PrivateRedis, 'pid' | 'died' | 'kill' | 'restart' | 'freeze' | 'thaw'>

/** What can be done with a server that is a process, whichever kind. */
export function controlsOf(first: RunningProcess, start: () => Promise<RunningProcess>): ServerControls {
  let server: RunningProcess | null = null
  let die: (lastWords: string) => void
  const died = new Promise<string>((resolve) => (die = resolve))
  const adopt = (process: RunningProcess) => {
    server = process
    void tellUnasked(process)
  }
  const tellUnasked = async (process: RunningProcess) => {
    const end = await process.exited
    if (server === process) die(`${wordsOf(end)}\n${process.output()}`)
  }
  adopt(first)
  const kill = async (signal: NodeJS.Signals = 'SIGTERM') => {
    const ending = server
    server = null
    const ended = ending?.stop(signal)
    // A frozen one would never hear of it.
    ending?.kill('SIGCONT')
    await ended
  }
  const restart = async () => {
    await kill()
    adopt(await start())
  }
  const send = (signal: NodeJS.Signals) => {
    if (server === null) throw new Error(`The server does not run, so it cannot be sent ${signal}.`)
    server.kill(signal)
  }
  return {
    get pid() {
      return server?.pid ?? null
    },
    died,
    kill,
    restart,
    freeze: () => send('SIGSTOP'),
    thaw: () => send('SIGCONT'),
  }
}
