import { describe, expect, test } from '@jest/globals'
import { loadCatalog } from '@kiln/catalog'
import { createLineJudge, type LineVerdict } from './judge-lines.ts'
import { listedPrice } from './price-job.ts'

const catalog = loadCatalog()
const judgeOf = (defaults = {}) =>
  createLineJudge({ catalog, priceJob: listedPrice, hasCallback: true }, 'en', defaults)
const job = { model: 'nano-banana-2', input: { prompt: 'a fox' } }
const said = (verdict: LineVerdict) =>
  verdict.ok ? 'good' : verdict.errors.map(({ path, code }) => `${path} ${code}`)

describe('judging lines', () => {
  test('a second line of one customId is bad, whatever the first one was', () => {
    const judge = judgeOf()
    expect(said(judge({ customId: 'a' }, 1))).toEqual(['model required', 'input required'])
    expect(said(judge({ ...job, customId: 'a' }, 2))).toEqual(['customId duplicateCustomId'])
    expect(said(judge({ ...job, customId: 'b' }, 3))).toBe('good')
    expect(said(judge({ ...job, customId: 'b', retries: 9 }, 4))).toEqual([
      'retries outOfRange',
      'customId duplicateCustomId',
    ])
  })

  test('what is no name names nothing', () => {
    const judge = judgeOf()
    for (const customId of [7, '', 'x'.repeat(129), null]) {
      expect(judge({ ...job, customId }, 1)).toMatchObject({ ok: false, customId: null })
    }
  })

  test.each<[object, unknown, unknown]>([
    [{ model: 'nano-banana-2' }, { input: { prompt: 'x' } }, 'good'],
    [{ input: { prompt: 'x' } }, { model: 'nano-banana-2', input: {} }, 'good'],
    [job, {}, 'good'],
    [job, { input: { resolution: '9K' } }, ['input.resolution notOneOf']],
    [{ input: { resolution: '9K' } }, { ...job, input: { prompt: 'x', resolution: '1K' } }, 'good'],
    [job, { input: [] }, ['input wrongType']],
    [job, { input: null }, ['input wrongType']],
    [job, 'a text', [' wrongType']],
    [job, null, [' wrongType']],
    [{ metadata: { team: 'blue' } }, { ...job, metadata: { n: '1' } }, 'good'],
    [{ model: 'topaz/upscale', strict: true }, { input: {}, strict: false }, ['input.image_url required']],
  ])('with the defaults %j the line %j is %j', (defaults, line, expected) => {
    expect(said(judgeOf(defaults)(line, 1))).toEqual(expected)
  })

  test('a key that poisons prototypes is a field like any other', () => {
    const line: unknown = JSON.parse('{"model":"nano-banana-2","input":{"prompt":"x"},"__proto__":{"a":1}}')
    expect(judgeOf({ priority: 'low' })(line, 1)).toMatchObject({ ok: false })
    expect(({} as { a?: number }).a).toBeUndefined()
  })

  test('names the price by the function it was given', () => {
    const judge = createLineJudge({ catalog, hasCallback: true, priceJob: () => ({ min: 1, max: 2 }) }, 'en')
    expect(judge(job, 1)).toMatchObject({ credits: { min: 1, max: 2 } })
  })
})
