import { readFile } from 'node:fs/promises'
import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { runOnce, startContainer, type Container, type Host } from './containers.ts'
import { readCompose, type Service } from './files/compose.ts'
import { startNameServer } from './sandbox/name-server.ts'

/** Not on this machine: only its files are checked. */
const NOT_HERE = new Set(['grafana'])
/** Of a service that is there to be asked, not to run. */
const ASKED = 'cli'

export interface Installation {
  /** Those that run. */
  services: readonly Service[]
  containers(name: string): Container[]
  /** The address and port that the outside reaches a service at. */
  url(name: string, port: number): string
  start(name: string): Promise<void>
  /** SIGTERM, the service's own grace, SIGKILL: as `docker compose stop` does. Answers what was wrong. */
  stop(name: string): Promise<string[]>
  /** `docker compose run` with these words. */
  ask(argv: readonly string[]): Promise<{ code: number; output: string }>
  /** Everything that the services wrote. */
  output(): string
  end(): Promise<void>
}

/**
 * Every service of the compose file, each replica at an address of its own, at which it has its very
 * ports. 0.0.0.0 and 127.0.0.1, which mean the container's own network, mean that address.
 */
export async function openInstallation(
  at: Omit<Host, 'nameServer' | 'onLine'>,
  env: Readonly<Record<string, string>>,
): Promise<Installation> {
  const here = readCompose(await readFile(join(at.repository, 'docker-compose.yml'), 'utf8'), env).filter(
    ({ name }) => !NOT_HERE.has(name),
  )
  const services = here.filter(({ profiles }) => !profiles.includes(ASKED))
  const { nameServer, addresses } = drawAddresses(here)
  const names = await startNameServer(nameServer, addresses)
  const running = new Map<string, Container[]>()
  const lines: string[] = []
  const host: Host = { ...at, nameServer, onLine: (name, line) => void lines.push(`${name}: ${line}`) }

  const serviceNamed = (name: string) => {
    const service = here.find((each) => each.name === name)
    if (service === undefined) throw new Error(`docker-compose.yml has no service ${name}`)
    return service
  }
  const stop = async (name: string) => {
    const { stopGraceMs } = serviceNamed(name)
    const faults = (running.get(name) ?? []).map(async ({ process }) => {
      const { code, signal } = await process.stop('SIGTERM', stopGraceMs)
      return code === 0 ? [] : [`${name} ended with ${signal ?? code} when it was told to stop`]
    })
    running.delete(name)
    return (await Promise.all(faults)).flat()
  }
  return {
    services,
    containers: (name) => running.get(name) ?? [],
    url: (name, port) => `http://${addresses.get(name)?.[0] ?? ''}:${port}`,
    async start(name) {
      const service = serviceNamed(name)
      const replicas = (addresses.get(name) ?? []).map((address) => startContainer(host, service, address))
      const started = await Promise.allSettled(replicas)
      running.set(
        name,
        started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])),
      )
      await Promise.all(replicas)
    },
    stop,
    ask: (argv) => runOnce(host, serviceNamed(ASKED), addresses.get(ASKED)?.[0] ?? '', argv),
    output: () => lines.join('\n'),
    async end() {
      for (const name of [...running.keys()].toReversed()) await stop(name)
      await names.close()
    },
  }
}

/** Loopback has sixteen million addresses: two proofs at a time do not meet. */
function drawAddresses(services: readonly Service[]) {
  const network = `127.${randomInt(2, 250)}.${randomInt(1, 250)}`
  let next = 2
  const addresses = new Map(
    services.map(({ name, replicas }) => [
      name,
      Array.from({ length: replicas }, () => `${network}.${next++}`),
    ]),
  )
  return { nameServer: `${network}.1`, addresses }
}

/** In an order in which each comes after what it waits for. */
export function startOrder(services: readonly Service[]): string[] {
  const order: string[] = []
  const visit = (name: string) => {
    if (order.includes(name)) return
    for (const needed of services.find((each) => each.name === name)?.dependsOn ?? []) visit(needed)
    order.push(name)
  }
  for (const { name } of services) visit(name)
  return order
}
