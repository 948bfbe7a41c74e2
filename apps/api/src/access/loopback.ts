import { isLoopbackHost } from '@kiln/config'

const HOST_HEADER = /^(\[[0-9a-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i

/** Whether a Host header names this machine. A page that rebinds its own name to 127.0.0.1 shows here. */
export function namesLoopback(hostHeader: string | undefined): boolean {
  const [, host] = HOST_HEADER.exec(hostHeader ?? '') ?? []
  return host !== undefined && isLoopbackHost(host)
}

/** Whether an Origin header names a page served by this machine; `null` (sandboxed, file://) does not. */
export function isLoopbackOrigin(origin: string): boolean {
  return namesLoopback(/^https?:\/\/(.+)$/.exec(origin)?.[1])
}
