import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { BehaviourRule } from './behaviour/rules.ts'
import { readBooks, type Books } from './books.ts'
import { rulesSchema } from './control.ts'
import { changeFaults, faultChangesSchema, type FaultChanges } from './faults.ts'
import { openHttpsDoor, type Door } from './http/https-door.ts'
import { buildServer } from './http/server.ts'
import { SimulatedKie } from './simulated-kie.ts'

export interface SimulatorOptions {
  host?: string
  /** 0 takes any free port. */
  port?: number
  /** Listens over https too, with a certificate that signs itself; 0 takes any free port. */
  httpsPort?: number | null
  /** Divides every duration: run times, windows, delays. */
  speed?: number
  seed?: number
  /** When set, every other key gets 401. */
  apiKey?: string | null
  /** When set, callbacks are signed. */
  hmacKey?: string | null
  /** The one host beyond loopback that callbacks may go to. */
  callbackHost?: string | null
  /** Tasks kept in memory; the one that ended first is forgotten for a new one. */
  maxTasks?: number
}

export interface Simulator {
  url: string
  /** The same account over https; null without an httpsPort. */
  httpsUrl: string | null
  books(): Books
  /** Only the faults named change. */
  setFaults(changes: FaultChanges): void
  resetFaults(): void
  /** Replaces the whole list; an empty one clears it. */
  setBehaviours(rules: BehaviourRule[]): void
  close(): Promise<void>
}

const MAX_TASKS = 200_000

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const kie = new SimulatedKie({
    speed: options.speed ?? 1,
    seed: options.seed ?? 1,
    apiKey: options.apiKey ?? null,
    hmacKey: options.hmacKey ?? null,
    callbackHost: options.callbackHost ?? null,
    maxTasks: options.maxTasks ?? MAX_TASKS,
  })
  const host = options.host ?? '127.0.0.1'
  const app = buildServer(kie)
  await app.listen({ host, port: options.port ?? 0 })
  kie.baseUrl = `http://${reachableHost(host)}:${(app.server.address() as AddressInfo).port}`
  const door = await openDoor(app, host, options.httpsPort ?? null)
  return {
    url: kie.baseUrl,
    httpsUrl: door && `https://${reachableHost(host)}:${door.port}`,
    books: () => readBooks(kie),
    setFaults: (changes) => {
      kie.faults = changeFaults(kie.faults, faultChangesSchema.parse(changes))
    },
    resetFaults: () => kie.resetFaults(),
    setBehaviours: (rules) => kie.rules.replace(rulesSchema.parse(rules)),
    close: async () => {
      // Timers first: a handler that waits for one would hold the server open.
      kie.stop()
      await door?.close()
      await app.close()
    },
  }
}

async function openDoor(app: FastifyInstance, host: string, port: number | null): Promise<Door | null> {
  if (port === null) return null
  try {
    return await openHttpsDoor(app, host, port)
  } catch (error) {
    await app.close()
    throw error
  }
}

/** A server on every interface is named by its loopback address, so that links work on this machine. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
