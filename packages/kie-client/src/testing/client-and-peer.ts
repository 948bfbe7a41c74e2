import { afterEach } from '@jest/globals'
import { createKieClient, type KieClient } from '../client.ts'
import { startPeer, startSocketPeer } from './local-peer.ts'

export const API_KEY = 'canary-0123456789abcdef0123456789'
export const TASK = { model: 'some/model', input: { prompt: 'a cat' } }
export const ACCEPTED = '{"code":200,"msg":"success","data":{"taskId":"t-1"}}'

const opened: { close: () => unknown }[] = []

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

export function clientFor(baseUrl: string): KieClient {
  const client = createKieClient({ baseUrl, uploadBaseUrl: baseUrl, apiKey: API_KEY, userAgent: 'kiln/0.1' })
  opened.push(client)
  return client
}

export async function httpPeer(...args: Parameters<typeof startPeer>) {
  const peer = await startPeer(...args)
  opened.push(peer)
  return { peer, client: clientFor(peer.baseUrl) }
}

export async function socketPeer(...args: Parameters<typeof startSocketPeer>) {
  const peer = await startSocketPeer(...args)
  opened.push(peer)
  return { peer, client: clientFor(peer.baseUrl) }
}

/** A port on which nothing listens any more. */
export async function deadUrl(): Promise<string> {
  const peer = await startSocketPeer(() => undefined)
  await peer.close()
  return peer.baseUrl
}
