import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { findFreePort } from '@kiln/local'
import type { Scenario, World } from '../scenario.ts'
import { countOf, until } from '../surroundings.ts'
import { ONE_ACCOUNT, allowanceOf, notePace } from './allowance.ts'
import { noteGate, notePosts, noteNothingFailed, PROBE_MS } from './gates.ts'
import { plainJobs } from './plain-jobs.ts'

const JOBS = 60
const PROBES = 5

interface WrongAddress {
  url: string
  close?: () => void
}

interface Mistake {
  name: string
  gate: 'edge' | 'unreachable'
  address: (world: World) => Promise<WrongAddress>
}

/** The workers look for KIE in the wrong place, until somebody corrects it and restarts them. */
const mistake = ({ name, gate, address }: Mistake): Scenario => ({
  name,
  ...ONE_ACCOUNT,
  callbacks: true,
  async disturb(world) {
    const wrong = await address(world)
    try {
      await lookThereFirst(world, gate, wrong.url)
    } finally {
      wrong.close?.()
    }
  },
})

async function lookThereFirst(world: World, gate: Mistake['gate'], wrongUrl: string): Promise<void> {
  const { stack, submit, note, strike } = world
  const rightUrl = stack.settings['KIE_BASE_URL']!
  await startWith(world, wrongUrl)
  strike()
  await submit(plainJobs('astray', JOBS))
  await noteGate(world, gate, JOBS)
  // None of them reaches KIE, however often it is tried.
  await notePosts(world, 'posts', 0, () => pause((PROBES * PROBE_MS) / stack.speed))
  await noteNothingFailed(world)
  await startWith(world, rightUrl)
  await until('all ended well', async () => (await countOf(stack, 'succeeded')) === JOBS)
  notePace(note, await stack.simulation.books(), allowanceOf(stack.speed))
}

async function startWith({ stack }: World, url: string): Promise<void> {
  stack.settings['KIE_BASE_URL'] = url
  // A resolver that does not answer must not be waited for longer than a call.
  stack.settings['RES_OPTIONS'] = 'timeout:1 attempts:1'
  await Promise.all(stack.workers.map((worker) => worker.restart()))
}

/** A web server that knows nothing of KIE's API. */
async function otherSite(status: number, headers: Record<string, string> = {}): Promise<WrongAddress> {
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(status, { 'content-type': 'text/html', ...headers })
    response.end('<html><body><h1>Another site</h1></body></html>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

const MISTAKES: readonly Mistake[] = [
  { name: 'another site', gate: 'edge', address: () => otherSite(404) },
  {
    name: 'a site that moved',
    gate: 'edge',
    address: () => otherSite(301, { location: 'https://kie.invalid/' }),
  },
  {
    name: 'a closed port',
    gate: 'unreachable',
    address: async () => ({ url: `http://127.0.0.1:${await findFreePort()}` }),
  },
  {
    name: 'a name that does not resolve',
    gate: 'unreachable',
    address: async () => ({ url: 'http://kie.invalid' }),
  },
  {
    name: 'a certificate that nobody trusts',
    gate: 'unreachable',
    address: async ({ stack }) => ({ url: stack.simulation.httpsUrl }),
  },
]

export const UNREACHABLE_SCENARIOS: readonly Scenario[] = MISTAKES.map(mistake)
