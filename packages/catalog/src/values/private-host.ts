import { BlockList } from 'node:net'

/** Parts of IPv4 that no machine of KIE can reach, and those that belong to nobody: tests, examples, broadcasts. */
const CLOSED_V4: readonly [network: string, bits: number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]
/**
 * All of IPv6 but 2000::/3, which is the part that is routed, and of that the parts for examples (3fff::/20,
 * 2001:db8::/32) and for tunnels, where an address of IPv4 hides (2002::/16, 2001::/32). In the rest lie
 * loopback, private, link-local and multicast addresses, and further disguises of IPv4 (::/96, 64:ff9b::/96).
 */
const CLOSED_V6: readonly [network: string, bits: number][] = [
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]
const closedV4 = new BlockList()
for (const [network, bits] of CLOSED_V4) closedV4.addSubnet(network, bits, 'ipv4')
const closedV6 = new BlockList()
for (const [network, bits] of CLOSED_V6) closedV6.addSubnet(network, bits, 'ipv6')

const PRIVATE_ENDINGS =
  '.localhost .local .localdomain .internal .lan .corp .home .home.arpa .test .invalid'.split(' ')

/** Whether a host, as WHATWG's URL writes it, is private by its own words. Names are not resolved. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/\.+$/, '')
  if (host.startsWith('[')) return isPrivateV6(host.slice(1, -1))
  if (/^[\d.]+$/.test(host)) return closedV4.check(host, 'ipv4')
  return !host.includes('.') || PRIVATE_ENDINGS.some((ending) => host.endsWith(ending))
}

/** ::ffff:0:0/96 is IPv4 as programs write it beside IPv6. */
function isPrivateV6(address: string): boolean {
  const mapped = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(address)
  if (mapped === null) return closedV6.check(address, 'ipv6')
  const bytes = mapped.slice(1).flatMap((part) => {
    const number = Number.parseInt(part, 16)
    return [number >> 8, number & 0xff]
  })
  return closedV4.check(bytes.join('.'), 'ipv4')
}
