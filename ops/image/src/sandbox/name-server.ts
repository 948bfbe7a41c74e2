import { createSocket } from 'node:dgram'

const TYPE_A = 1
const NO_ERROR = 0x8580
const NO_SUCH_NAME = 0x8583

/** Answers what addresses a service has, as the engine's own name server does: one for each replica. */
export async function startNameServer(
  address: string,
  names: ReadonlyMap<string, readonly string[]>,
): Promise<{ close(): Promise<void> }> {
  const socket = createSocket('udp4')
  socket.on('message', (query, { port, address: from }) => {
    const answer = answerTo(query, names)
    if (answer !== null) socket.send(answer, port, from)
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(53, address, resolve)
  })
  return { close: () => new Promise((resolve) => socket.close(() => resolve())) }
}

/** null for what is no question. */
export function answerTo(query: Buffer, names: ReadonlyMap<string, readonly string[]>): Buffer | null {
  const labels: string[] = []
  let at = 12
  for (let length = query[at]; length !== 0; length = query[at]) {
    if (length === undefined) return null
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  const end = at + 5
  if (query.length < end) return null
  const addresses = names.get(labels.join('.').toLowerCase())
  const told = query.readUInt16BE(at + 1) === TYPE_A ? (addresses ?? []) : []
  const header = Buffer.alloc(12)
  query.copy(header, 0, 0, 2)
  header.writeUInt16BE(addresses === undefined ? NO_SUCH_NAME : NO_ERROR, 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(told.length, 6)
  return Buffer.concat([header, query.subarray(12, end), ...told.map(recordOf)])
}

/** An A record for the name in the question, kept for no time. */
const recordOf = (address: string): Buffer =>
  Buffer.from([0xc0, 12, 0, TYPE_A, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)])
