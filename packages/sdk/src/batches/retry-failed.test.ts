import { describe, expect, test } from '@jest/globals'
import { hangUp, json } from '../testing/scripted-server.ts'
import { problemIn, useScriptedKiln } from '../testing/use-scripted-kiln.ts'

const kilnAgainst = useScriptedKiln()
const told = { looked: 4, requeued: 1, adopted: 1, resumed: 0, needsConfirm: 1, refused: 1 }
const NOTHING = { looked: 0, requeued: 0, adopted: 0, resumed: 0, needsConfirm: 0, refused: 0 }

describe('retrying what failed of a batch', () => {
  test('goes on until all was looked at, through calls that looked at none, and adds up', async () => {
    const { kiln, seen } = await kilnAgainst([
      json(200, { ...told, next: '70' }),
      json(200, { ...NOTHING, next: '30' }),
      json(200, { ...told, next: null }),
    ])
    const looks: number[] = []
    const sum = await kiln.retryFailed('b/1', {
      class: 'upstreamError',
      confirmCharge: true,
      onProgress: ({ looked }) => looks.push(looked),
    })
    expect(sum).toEqual({ looked: 8, requeued: 2, adopted: 2, resumed: 0, needsConfirm: 2, refused: 2 })
    expect(looks).toEqual([4, 4, 8])
    const asked = { class: 'upstreamError', confirmCharge: true }
    expect(seen.map(({ url, body }) => [url, JSON.parse(body.toString())])).toEqual([
      ['/v1/batches/b%2F1/retry-failed', asked],
      ['/v1/batches/b%2F1/retry-failed', { ...asked, cursor: '70' }],
      ['/v1/batches/b%2F1/retry-failed', { ...asked, cursor: '30' }],
    ])
  })

  test('is not asked for again once it may have arrived', async () => {
    const { kiln, seen } = await kilnAgainst([json(200, { ...told, next: '70' }), hangUp])
    expect(await problemIn(kiln.retryFailed('b'))).toMatchObject({ code: 'unreachable' })
    expect(seen).toHaveLength(2)
  })

  test('is told when what answers is no kiln', async () => {
    const { kiln } = await kilnAgainst([json(200, { hello: 'world' })])
    expect(await problemIn(kiln.retryFailed('b'))).toMatchObject({ code: 'answerUnreadable' })
  })
})
