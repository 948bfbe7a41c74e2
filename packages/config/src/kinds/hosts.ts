import { BlockList, isIP } from 'node:net'

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

/** Addresses that nobody on the internet can reach. */
const PRIVATE = new BlockList()
PRIVATE.addSubnet('0.0.0.0', 8, 'ipv4')
PRIVATE.addSubnet('10.0.0.0', 8, 'ipv4')
PRIVATE.addSubnet('100.64.0.0', 10, 'ipv4')
PRIVATE.addSubnet('127.0.0.0', 8, 'ipv4')
PRIVATE.addSubnet('169.254.0.0', 16, 'ipv4')
PRIVATE.addSubnet('172.16.0.0', 12, 'ipv4')
PRIVATE.addSubnet('192.168.0.0', 16, 'ipv4')
PRIVATE.addAddress('::', 'ipv6')
PRIVATE.addAddress('::1', 'ipv6')
PRIVATE.addSubnet('fc00::', 7, 'ipv6')
PRIVATE.addSubnet('fe80::', 10, 'ipv6')

const LOCAL_NAME = /^(?:localhost|.+\.localhost)$/
const PRIVATE_NAME = /\.(?:local|internal|lan|home\.arpa)$/

/** As in a URL or in HOST: any case, with or without brackets and the final dot. */
const normalize = (host: string) =>
  host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')

const holds = (list: BlockList, host: string) =>
  isIP(host) !== 0 && list.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6')

export function isLoopbackHost(host: string): boolean {
  const name = normalize(host)
  return LOCAL_NAME.test(name) || holds(LOOPBACK, name)
}

/** Out of reach for KIE. A name without a dot, such as a compose service, is private too. */
export function isPrivateHost(host: string): boolean {
  const name = normalize(host)
  if (isIP(name) !== 0) return holds(PRIVATE, name)
  return isLoopbackHost(name) || PRIVATE_NAME.test(name) || !name.includes('.')
}

/** Where jobs cost real money. */
export function isRealKie(host: string): boolean {
  return /^(?:.+\.)?kie\.ai$/.test(normalize(host))
}
