import { describe, expect, test } from '@jest/globals'
import type { Exchange } from '../exchange.ts'
import { recordAnswer, TASK_ID } from '../testing/answers.ts'
import { classifyRead } from './read.ts'

const URL_A = 'https://tempfile.example/a.png'
const URL_B = 'http://127.0.0.1:4010/b.mp4?sig=x%20y#z'
const read = (exchange: Exchange) => classifyRead(exchange, TASK_ID)

const success = (resultJson: unknown) => recordAnswer({ state: 'success', resultJson })

describe('a result', () => {
  const both = { class: 'succeeded', result: { urls: [URL_A, URL_B] }, creditsConsumed: null }
  const deep = JSON.parse(`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`) as unknown

  test.each([
    ['JSON text', JSON.stringify({ resultUrls: [URL_A, URL_B] })],
    ['an object', { resultUrls: [URL_A, URL_B] }],
    ['result_urls', { result_urls: [URL_A, URL_B] }],
    ['result_urls beside empty resultUrls', { resultUrls: [], result_urls: [URL_A, URL_B] }],
    [
      'URLs among others',
      { resultUrls: [null, URL_A, 'a.png', '//a.example', 'ftp://a.example', { url: URL_A }, URL_B, ''] },
    ],
    ['an object too deep to keep', { resultUrls: [URL_A, URL_B], resultObject: deep }],
  ])('is read from %s', (_what, resultJson) => {
    expect(read(success(resultJson))).toEqual(both)
  })

  test('may be one URL without a list', () => {
    expect(read(success({ resultUrls: URL_A }))).toMatchObject({ result: { urls: [URL_A] } })
  })

  test.each([{ text: 'hello' }, [1], 'hello'])('of a text model is its object: %j', (resultObject) => {
    expect(read(success({ resultObject }))).toEqual({
      class: 'succeeded',
      result: { urls: [], object: resultObject },
      creditsConsumed: null,
    })
  })

  test('keeps the extra frames of a video as its object', () => {
    const extras = { firstFrameUrl: 'x', lastFrameUrl: URL_B, resultWaterMarkUrls: [URL_A, 'no'] }
    expect(read(success({ resultUrls: [URL_A], ...extras }))).toMatchObject({
      result: { urls: [URL_A], object: { lastFrameUrl: [URL_B], resultWaterMarkUrls: [URL_A] } },
    })
    expect(read(success({ resultUrls: [URL_A], resultObject: { a: 1 }, ...extras }))).toMatchObject({
      result: { object: { a: 1 } },
    })
  })

  test.each([
    [null],
    [''],
    [undefined],
    ['null'],
    ['[]'],
    ['{}'],
    ['{"resultUrls":["https://a.exam'],
    [{ resultUrls: [] }],
    [5],
    [
      {
        resultUrls: [
          'a.png',
          'file:///etc/passwd',
          'javascript:alert(1)',
          'data:image/png;base64,AA',
          'https://',
        ],
      },
    ],
    [
      {
        resultUrls: [
          'https://a.example/a b',
          'https://a.example/\n',
          ' https://a.example',
          'https:a.example',
        ],
      },
    ],
    [{ resultUrls: [`https://a.example/${'x'.repeat(9_000)}`] }],
    [{ resultUrls: { 0: URL_A } }],
    [{ resultObject: {} }],
    [{ resultObject: [] }],
    [{ resultObject: ' ' }],
    [{ resultObject: 0 }],
    [{ resultObject: deep }],
    [{ firstFrameUrl: URL_A }],
    [URL_A],
    [[URL_A]],
  ])('is missing in %j', (resultJson) => {
    expect(read(success(resultJson))).toEqual({ class: 'resultless', creditsConsumed: null })
  })

  test.each([
    [12.5, 12.5],
    [0, 0],
    ['3.25', 3.25],
    [null, null],
    [undefined, null],
    ['', null],
    ['many', null],
    [-1, null],
    [{}, null],
    ['1e9', null],
  ])('says what it cost: %j is %j', (creditsConsumed, expected) => {
    const exchange = recordAnswer({ state: 'success', resultJson: { resultUrls: [URL_A] }, creditsConsumed })
    expect(read(exchange)).toMatchObject({ class: 'succeeded', creditsConsumed: expected })
    expect(read(recordAnswer({ state: 'success', creditsConsumed }))).toMatchObject({
      creditsConsumed: expected,
    })
    expect(read(recordAnswer({ state: 'fail', creditsConsumed }))).toMatchObject({
      creditsConsumed: expected,
    })
  })
})
