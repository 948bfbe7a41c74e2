import { connect, type AddressInfo, type Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { loadCatalog, type Catalog } from '@kiln/catalog'
import { listedPrice } from '@kiln/preflight'
import fastify from 'fastify'
import { quoteBy } from './quote-jobs.ts'

/** Longer than a batch may keep others waiting, so that it pauses after every line. */
const SLICE_MS = 11

test('a batch whose caller has gone is judged no further', async () => {
  const catalog = loadCatalog()
  const server = fastify({ forceCloseConnections: true })
  server.setSerializerCompiler(() => JSON.stringify)
  const closed = new Promise((resolve) => {
    server.addHook('onRequest', async (_request, reply) => void reply.raw.once('close', resolve))
  })
  let judged = 0
  const check: Catalog['check'] = (...args) => {
    judged += 1
    client.destroy()
    const until = performance.now() + SLICE_MS
    while (performance.now() < until);
    return catalog.check(...args)
  }
  const preflight = { catalog: { ...catalog, check }, priceJob: listedPrice, hasCallback: true }
  quoteBy(server, preflight, () => Promise.reject(new Error('nobody is told')))
  await server.listen({ port: 0, host: '127.0.0.1' })
  const body = JSON.stringify({
    jobs: Array.from({ length: 1_000 }, () => ({ model: 'z-image', input: {} })),
  })
  const head = `POST /v1/quotes HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`
  const client: Socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1')
  client.write(head + body)

  try {
    await closed
    await setImmediate()
    const judgedByThen = judged
    expect(judgedByThen).toBeGreaterThan(0)
    for (let turn = 0; turn < 5; turn++) await setImmediate()
    expect(judged).toBe(judgedByThen)
  } finally {
    client.destroy()
    await server.close()
  }
})
