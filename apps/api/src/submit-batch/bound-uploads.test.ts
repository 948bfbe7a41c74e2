import { once } from 'node:events'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { asLines, goodLine, sendLines } from '../testing/batches.ts'
import { useTestApi } from '../testing/use-test-api.ts'

const [SHOP, OTHER] = ['the-secret-of-the-shop', 'the-secret-of-the-other']
const suite = useTestApi({
  KILN_UPLOADS_PER_KEY: '2',
  KILN_API_KEYS: `shop:submit+read:${SHOP},other:submit+read:${OTHER}`,
})

let port: number
beforeAll(async () => {
  await suite.kiln.api.listen({ port: 0, host: '127.0.0.1' })
  port = (suite.kiln.api.server.address() as AddressInfo).port
})

const sockets: Socket[] = []
afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()))

const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`
let uploads = 0

/** A batch whose first line has come, and whose end has not. */
function begin(secret: string): Socket {
  const socket = connect(port, '127.0.0.1')
  sockets.push(socket)
  socket.write(
    'POST /v1/batches HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-ndjson\r\n' +
      `authorization: Bearer ${secret}\r\nidempotency-key: upload-${++uploads}\r\n` +
      `transfer-encoding: chunked\r\n\r\n${chunk(asLines([goodLine(uploads)]))}`,
  )
  return socket
}

/** The whole answer to one that is refused or ends. */
async function answerOn(socket: Socket): Promise<string> {
  let text = ''
  socket.setEncoding('utf8')
  while (!/\r\n\r\n.*\}/s.test(text)) text += String((await once(socket, 'data'))[0])
  return text
}

const inFlight = async () => (await suite.kiln.redis.keys('*:inFlight:*')).length
/** Each upload that is taken leaves its mark with its first byte. */
async function underWay(count: number): Promise<void> {
  while ((await inFlight()) !== count);
}
const send = (secret: string) =>
  sendLines(suite.kiln, [goodLine(1)], { headers: { authorization: `Bearer ${secret}` } })

describe('batches of one key on their way', () => {
  test('are only so many at a time, and the next is told to come again; another key has its own', async () => {
    begin(SHOP)
    begin(SHOP)
    await underWay(2)
    const answer = await answerOn(begin(SHOP))
    expect(answer).toMatch(/^HTTP\/1\.1 429 .*\r\nretry-after: 5\r\n.*"code":"tooManyUploads"/s)
    expect((await send(OTHER)).statusCode).toBe(202)
    expect(await inFlight()).toBe(2)
  })

  test('make room when one breaks off, and when one is whole', async () => {
    await underWay(0)
    const [first, second] = [begin(SHOP), begin(SHOP)]
    await underWay(2)
    expect((await send(SHOP)).statusCode).toBe(429)
    first.destroy()
    await underWay(1)
    expect((await send(SHOP)).statusCode).toBe(202)
    begin(SHOP)
    await underWay(2)
    expect((await send(SHOP)).statusCode).toBe(429)
    second.write('0\r\n\r\n')
    expect(await answerOn(second)).toContain('HTTP/1.1 202')
    expect((await send(SHOP)).statusCode).toBe(202)
  })

  test('that are refused cannot be held open either', async () => {
    await underWay(0)
    begin(SHOP)
    begin(SHOP)
    await underWay(2)
    const refused = begin(SHOP)
    const closed = once(refused, 'close')
    expect(await answerOn(refused)).toContain('429')
    await closed
  })

  test('that are refused for what they are count until the last of them was read', async () => {
    await underWay(0)
    const [one, other] = [1, 2].map(() => {
      const socket = connect(port, '127.0.0.1')
      sockets.push(socket)
      socket.write(
        'POST /v1/batches HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-ndjson\r\n' +
          `authorization: Bearer ${SHOP}\r\ntransfer-encoding: chunked\r\n\r\n${chunk('x')}`,
      )
      return socket
    })
    for (const socket of [one!, other!]) expect(await answerOn(socket)).toContain('idempotencyKeyMissing')
    expect((await send(SHOP)).statusCode).toBe(429)
    one!.destroy()
    let made = (await send(SHOP)).statusCode
    for (let tries = 0; tries < 500 && made !== 202; tries++) {
      await setTimeout(20)
      made = (await send(SHOP)).statusCode
    }
    expect(made).toBe(202)
  })
})
