import { describe, expect, test } from '@jest/globals'
import { httpPeer } from './testing/client-and-peer.ts'

const ROW = {
  model: 'z-image',
  title: 'Z-Image',
  provider: 'Alibaba',
  taskType: 'text-to-image',
  pricingDesc: '0.8 credits per image',
}
const READ = {
  id: 'z-image',
  title: 'Z-Image',
  provider: 'Alibaba',
  taskType: 'text-to-image',
  pricing: '0.8 credits per image',
}

async function listing(data: unknown, code = 200) {
  const text = JSON.stringify({ code, msg: 'success', data })
  const { peer, client } = await httpPeer((response) => response.end(text))
  return { listed: await client.listModels(), requests: peer.requests }
}

describe('the live list of models', () => {
  test('is asked for with the key, and read row by row', async () => {
    const { listed, requests } = await listing([ROW, { model: 'bare' }])
    expect(listed).toEqual({
      kind: 'models',
      models: [READ, { id: 'bare', title: null, provider: null, taskType: null, pricing: null }],
    })
    expect(requests[0]).toMatchObject({ method: 'GET', path: '/api/v1/models' })
  })

  test.each([[{ models: [ROW] }], [{ total: 1, records: [ROW] }], [[ROW, null, 7, {}, { model: '' }]]])(
    'is found in %j',
    async (data) => {
      expect((await listing(data)).listed).toEqual({ kind: 'models', models: [READ] })
    },
  )

  test.each([[[]], [null], [{}], [{ models: [{}] }], ['none']])(
    'is no list of nothing when there is no row in %j',
    async (data) => {
      expect((await listing(data)).listed).toMatchObject({ kind: 'failed' })
    },
  )

  test('is not read from a refusal', async () => {
    expect((await listing(null, 401)).listed).toMatchObject({ kind: 'failed', words: { code: '401' } })
  })
})
