import { afterEach, expect } from '@jest/globals'
import { createKiln, type Kiln } from '../create-kiln.ts'
import type { KilnOptions } from '../options.ts'
import { KilnProblem } from '../problem.ts'
import { startScriptedServer, type ScriptedServer, type Seen, type Step } from './scripted-server.ts'

interface ScriptedKiln {
  kiln: Kiln
  seen: Seen[]
  url: string
  close: () => Promise<void>
}

/** A client for each test, and the server that it meets. */
export function useScriptedKiln() {
  const servers: ScriptedServer[] = []
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())))
  return async (steps: Step[], options: Partial<KilnOptions> = {}): Promise<ScriptedKiln> => {
    const server = await startScriptedServer(steps)
    servers.push(server)
    return { ...server, kiln: createKiln({ baseUrl: server.url, apiKey: 'a-key', ...options }) }
  }
}

export async function problemIn(work: Promise<unknown>): Promise<KilnProblem> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(KilnProblem)
  return error as KilnProblem
}

export async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const row of rows) all.push(row)
  return all
}

export const JOB = { model: 'nano-banana-2', input: { prompt: 'a fox' } }
