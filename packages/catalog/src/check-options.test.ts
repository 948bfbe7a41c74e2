import { describe, expect, test } from '@jest/globals'
import { buildCatalog, loadCatalog } from './catalog.ts'
import { sampleModel } from './sample-model.test.kit.ts'

const catalog = loadCatalog()

describe('a model that needs a callback', () => {
  const id = 'kling-3.0/motion-control'
  const input = { input_urls: ['https://files.example/a.png'], video_urls: ['https://files.example/a.mp4'] }

  test('is accepted where one is configured', () => {
    expect(catalog.check(id, input)).toMatchObject({ ok: true })
    expect(catalog.check(id, input, { hasCallback: true })).toMatchObject({ ok: true })
  })

  test('is refused where none is, together with whatever else is wrong', () => {
    expect(catalog.check(id, { ...input, video_urls: [] }, { hasCallback: false })).toMatchObject({
      errors: [
        { path: 'model', code: 'callbackNeeded' },
        { path: 'input.video_urls', code: 'tooFew' },
      ],
    })
  })

  test('leaves other models alone', () => {
    expect(catalog.check('nano-banana-2', { prompt: 'x' }, { hasCallback: false }).ok).toBe(true)
  })
})

describe('parameters that the model does not list', () => {
  const model = sampleModel({
    params: [
      { name: 'size', type: 'enum', values: ['1K'] },
      {
        name: 'shots',
        type: 'array',
        items: { type: 'object', params: [{ name: 'text', type: 'string', required: true }] },
      },
    ],
  })
  const passing = { unknown: 'passed' } as const

  test('pass where they are wanted, at every depth, and everything else is still judged', () => {
    const input = { size: '1k', extra: { deep: [1] }, shots: [{ text: ' x ', mood: 'calm' }] }
    expect(buildCatalog([model]).check('sample', input, passing)).toMatchObject({
      ok: true,
      input: { size: '1K', extra: { deep: [1] }, shots: [{ text: 'x', mood: 'calm' }] },
      warnings: [{ path: 'input.extra' }, { path: 'input.shots[0].mood' }],
    })
    expect(buildCatalog([model]).check('sample', { ...input, size: '9K' }, passing).ok).toBe(false)
  })

  test('that are too many to warn of one by one are counted', () => {
    const input = Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`p${at}`, at]))
    const result = buildCatalog([model]).check('sample', input, passing)
    expect(result.ok && result.warnings).toHaveLength(100)
    expect(result.ok && result.warnings.at(-1)).toEqual({
      path: 'input',
      code: 'warningsLeftOut',
      message: '51 more warnings are left out.',
    })
  })

  test('never pass under strict, nor under the name of the prototype', () => {
    const input = JSON.parse('{"__proto__":{"polluted":true}}') as unknown
    for (const options of [passing, { ...passing, strict: true }]) {
      expect(buildCatalog([model]).check('sample', input, options)).toMatchObject({
        errors: [{ path: 'input.__proto__', code: 'unknownParameter' }],
      })
    }
    expect(buildCatalog([model]).check('sample', { other: 1 }, { ...passing, strict: true }).ok).toBe(false)
  })
})
