import { connect, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fastify from 'fastify'
import { refuseSlowRequests } from './slow-requests.ts'

const server = fastify({ forceCloseConnections: true })
const TIMEOUT_MS = 100

beforeAll(async () => {
  refuseSlowRequests(server, TIMEOUT_MS)
  server.post('/quick', () => 'taken')
  server.post('/slow', { config: { isSlow: true } }, () => 'taken')
  await server.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => server.close())

/** Sends the beginning of a body, the rest once the deadline is long over; answers what came back. */
function sendSlowly(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1')
    let answer = ''
    socket.setEncoding('utf8')
    socket.on('data', (text: string) => (answer += text))
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
    const head = ['host: x', 'content-type: application/json', 'content-length: 2', 'connection: close']
    socket.write(`POST ${path} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n{`)
    setTimeout(() => socket.writable && socket.write('}'), 4 * TIMEOUT_MS)
  })
}

test('a body that does not come in time is given up, with an answer', async () => {
  expect(await sendSlowly('/quick')).toMatch(/^HTTP\/1\.1 408 .*"code":"requestTimedOut"/s)
})

test('a route that expects slow bodies waits', async () => {
  expect(await sendSlowly('/slow')).toMatch(/^HTTP\/1\.1 200 .*taken$/s)
})
