/** Parts of IPv4 that no machine of KIE can reach: [first address, bits]. */
const PRIVATE_BLOCKS: readonly [network: string, bits: number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['224.0.0.0', 3],
]
const PRIVATE_ENDINGS = ['.localhost', '.local', '.internal', '.lan', '.home.arpa']

/** Whether a host, as WHATWG's URL writes it, is private by its own words. Names are not resolved. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/\.$/, '')
  if (host.startsWith('[')) return isPrivateV6(host.slice(1, -1))
  if (/^[\d.]+$/.test(host)) return isPrivateV4(numberOf(host))
  return !host.includes('.') || PRIVATE_ENDINGS.some((ending) => host.endsWith(ending))
}

function isPrivateV4(address: number): boolean {
  return PRIVATE_BLOCKS.some(([network, bits]) => {
    const size = 2 ** (32 - bits)
    return Math.floor(address / size) === Math.floor(numberOf(network) / size)
  })
}

function numberOf(address: string): number {
  return address.split('.').reduce((number, part) => number * 256 + Number(part), 0)
}

function isPrivateV6(address: string): boolean {
  const mapped = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(address)
  if (mapped !== null) {
    const [high, low] = [mapped[1], mapped[2]].map((part) => Number.parseInt(part ?? '0', 16))
    return isPrivateV4((high ?? 0) * 65_536 + (low ?? 0))
  }
  return address === '::' || address === '::1' || /^(f[cd][\da-f]{2}|fe[89ab][\da-f]):/.test(address)
}
