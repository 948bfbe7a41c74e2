import { describe, expect, test } from '@jest/globals'
import { readMarkers } from './marker.ts'

describe('a marker in the prompt', () => {
  test.each([
    ['no marker at all', {}],
    ['[sim: durationMs=500]', { durationMs: 500 }],
    ['[sim: fail]', { fail: {} }],
    ['[sim: fail=501]', { fail: { failCode: '501' } }],
    ['[sim: fail=422: flagged as sensitive]', { fail: { failCode: '422', failMsg: 'flagged as sensitive' } }],
    ['[sim: code=429]', { code: 429 }],
    ['[sim: code=500:This field is required]', { code: 500, msg: 'This field is required' }],
    ['[sim: loseAnswer]', { loseAnswer: 'afterCharge' }],
    ['[sim: loseAnswer=beforeCharge]', { loseAnswer: 'beforeCharge' }],
    ['[sim: html, httpStatus=502]', { html: true, httpStatus: 502 }],
    ['[sim: states=queuing|generating]', { states: ['queuing', 'generating'] }],
    ['[sim: readTimes=3, read=429]', { read: { code: 429, times: 3 } }],
    ['[sim: read=500:busy]', { read: { code: 500, msg: 'busy', times: 1 } }],
    ['[sim: callback=none]', { callback: 'none' }],
    ['[sim:noTaskId] a cat [sim: unknownForMs=20]', { noTaskId: true, unknownForMs: 20 }],
  ])('%s', (text, behaviour) => {
    expect(readMarkers(text)).toEqual({ ok: true, behaviour })
  })

  test.each([
    ['[sim: looseAnswer]', 'looseAnswer'],
    ['[sim: durationMs=soon]', 'durationMs'],
    ['[sim: code=]', ''],
    ['[sim: loseAnswer=sometimes]', 'loseAnswer'],
    ['[sim: read=never]', 'read code'],
  ])('%s is told as a fault', (text, named) => {
    const reading = readMarkers(text)
    expect(reading).toMatchObject({ ok: false })
    expect(reading.ok ? '' : reading.problem).toContain(named)
  })
})
