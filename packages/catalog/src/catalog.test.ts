import { describe, expect, test } from '@jest/globals'
import { buildCatalog, loadCatalog } from './catalog.ts'
import { sampleModel } from './sample-model.test.kit.ts'

const PRO = 'sora-2-pro-image-to-video'
const catalog = loadCatalog()

describe('a model that is not known', () => {
  test('is refused at `model` with the nearest ids', () => {
    expect(catalog.check('sora-2-pro-image-to-vidoe', {})).toEqual({
      ok: false,
      errors: [
        {
          path: 'model',
          code: 'unknownModel',
          expected: 'the id of a model in the catalogue',
          hint: `Did you mean ${PRO} or sora-2-image-to-video or sora-2-pro-text-to-video?`,
          message: `model must be the id of a model in the catalogue, got "sora-2-pro-image-to-vidoe". Did you mean ${PRO} or sora-2-image-to-video or sora-2-pro-text-to-video?`,
        },
      ],
    })
  })

  test('is refused with the way to the list when nothing is near', () => {
    expect(catalog.check('x', {})).toMatchObject({ errors: [{ hint: 'GET /v1/models lists every id.' }] })
  })

  test.each(
    ['', '__proto__', 'constructor', 'topaz', 'x'.repeat(10_000_000)].map((name) => [
      name.slice(0, 20),
      name,
    ]),
  )('is not found in the language either: %s', (_short, name) => {
    const result = catalog.check(name, {})
    expect(result).toMatchObject({ ok: false, errors: [{ path: 'model', code: 'unknownModel' }] })
    expect(JSON.stringify(result).length).toBeLessThan(500)
    expect(catalog.describe(name)).toBeNull()
  })
})

describe('nearest', () => {
  test.each([
    ['kling/v2-1-master-image-to-vide', 'kling/v2-1-master-image-to-video'],
    ['image-upscale', 'topaz/image-upscale'],
    ['topaz/image-upscalr', 'topaz/image-upscale'],
    ['sora2/i2v', 'sora-2-image-to-video'],
    ['Nano-Banana-2', 'nano-banana-2'],
    ['nano_banana_2', 'nano-banana-2'],
    ['kling/v2-1', 'kling/v2-1-pro'],
    ['topaz', 'topaz/image-upscale'],
  ])('to %s is %s first', (written, id) => {
    expect(catalog.nearest(written)[0]).toBe(id)
    // Asked again it answers from memory.
    expect(catalog.nearest(written)[0]).toBe(id)
  })

  test('names three at most, each once', () => {
    const models = ['a1', 'a2', 'a3', 'a4'].map((end) =>
      sampleModel({ id: `model-${end}`, aliases: [`models-${end}`] }),
    )
    const near = buildCatalog(models).nearest('model-a')
    expect(near).toHaveLength(3)
    expect(new Set(near).size).toBe(3)
  })

  test('stays right when more names were asked than it remembers', () => {
    for (let at = 0; at < 1_100; at++) catalog.nearest(`nano-banana-${at}`)
    expect(catalog.nearest('nano-banana-22')[0]).toBe('nano-banana-2')
  })
})

describe('a model asked for by another name', () => {
  const input = { prompt: 'x', image_urls: ['https://files.example/a.png'] }

  test.each([PRO, 'sora-2-pro/i2v', 'openai/sora-2-pro-image-to-video'])('%s is sent as its id', (name) => {
    expect(catalog.check(name, input)).toMatchObject({ ok: true, modelId: PRO, type: 'i2v' })
    expect(catalog.describe(name)?.id).toBe(PRO)
  })

  test('is refused under strict, with its id', () => {
    expect(catalog.check('sora-2-pro/i2v', input, { strict: true })).toMatchObject({
      errors: [{ path: 'model', code: 'unknownModel', hint: `Did you mean ${PRO}?` }],
    })
  })
})

function checkSample(parts: Parameters<typeof sampleModel>[0]) {
  return buildCatalog([sampleModel(parts)]).check('sample', {})
}

describe('the status of a model', () => {
  test('active passes without a word', () => {
    expect(checkSample({ status: 'active' })).toMatchObject({ ok: true, warnings: [] })
  })

  test.each([
    ['legacy' as const, 'legacyModel'],
    ['unverified' as const, 'unverifiedModel'],
  ])('%s passes with a warning', (status, code) => {
    expect(checkSample({ status })).toMatchObject({ ok: true, warnings: [{ path: 'model', code }] })
  })

  test('placeholder is refused with the models that it stands for', () => {
    expect(checkSample({ status: 'placeholder', resolvesTo: ['suno/v5-a', 'suno/v5-b'] })).toMatchObject({
      errors: [
        { path: 'model', code: 'placeholderModel', hint: 'Name one of its models: suno/v5-a, suno/v5-b.' },
      ],
    })
    expect(checkSample({ status: 'placeholder' })).toMatchObject({
      errors: [{ hint: 'GET /v1/models lists every id.' }],
    })
  })
})

test('two models may not answer to one name', () => {
  const models = [
    sampleModel({ id: 'one', aliases: ['both'] }),
    sampleModel({ id: 'two', aliases: ['both'] }),
  ]
  expect(() => buildCatalog(models)).toThrow('two models answer to "both": one and two')
})

test('the list holds every model once, with its other names', () => {
  const list = catalog.list()
  expect(new Set(list.map(({ id }) => id)).size).toBe(list.length)
  expect(list).toContainEqual({
    id: 'topaz/image-upscale',
    title: 'Topaz - Image Upscale',
    vendor: 'Topaz Labs',
    type: 'upscale',
    alsoTypes: [],
    output: 'image',
    status: 'active',
    credits: { min: 10, max: 40 },
    aliases: ['topaz/image-upscaler', 'topaz/upscale'],
    requires: [],
  })
})

describe('a description', () => {
  test('holds the JSON Schema of the input', () => {
    expect(catalog.describe('kling/v2-1-master-image-to-video')?.schema).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      additionalProperties: false,
      required: ['prompt', 'image_url'],
      properties: {
        prompt: { type: 'string', minLength: 1, maxLength: 5000 },
        image_url: { type: 'string', format: 'uri', maxLength: 8192 },
        duration: { type: 'string', enum: ['5', '10'], default: '5' },
        negative_prompt: {
          type: 'string',
          minLength: 1,
          maxLength: 500,
          default: 'blur, distort, and low quality',
        },
        cfg_scale: {
          type: 'number',
          minimum: 0,
          maximum: 1,
          description: 'In steps of 0.1, counted from 0.',
          default: 0.5,
        },
      },
    })
  })

  test('shows lists, objects, rarer numbers and notes in the schema', () => {
    const model = sampleModel({
      params: [
        {
          name: 'dialogue',
          type: 'array',
          required: true,
          minItems: 1,
          items: { type: 'object', params: [{ name: 'text', type: 'string', required: true }] },
        },
        { name: 'urls', type: 'url_array', maxItems: 3, notes: 'the frames' },
        { name: 'duration', type: 'integer', min: 4, max: 30, extraValues: [-1], deprecated: true },
        { name: 'span', type: 'string', pattern: '^\\d$' },
        { name: 'stability', type: 'enum', values: [0, 0.5] },
      ],
    })
    const text = { type: 'string', minLength: 1, maxLength: 500_000 }
    expect(buildCatalog([model]).describe('sample')?.schema).toMatchObject({
      required: ['dialogue'],
      properties: {
        dialogue: {
          type: 'array',
          minItems: 1,
          items: { type: 'object', required: ['text'], additionalProperties: false, properties: { text } },
        },
        urls: {
          type: 'array',
          maxItems: 3,
          items: { type: 'string', format: 'uri' },
          description: 'the frames',
        },
        duration: { type: 'integer', anyOf: [{ minimum: 4, maximum: 30 }, { enum: [-1] }], deprecated: true },
        span: { ...text, pattern: '^\\d$' },
        stability: { type: 'number', enum: [0, 0.5] },
      },
    })
  })

  test('asks for nothing that is deprecated', () => {
    const model = sampleModel({ params: [{ name: 'old', type: 'boolean', deprecated: true }] })
    expect(buildCatalog([model]).describe('sample')?.questions).toEqual([])
  })

  test('holds a question for each parameter', () => {
    expect(catalog.describe('topaz/image-upscale')?.questions).toEqual([
      {
        parameter: 'image_url',
        labels: { en: 'Picture (URL)', ru: 'Изображение (URL)', zh: '图片（URL）' },
        type: 'url',
        required: true,
        expected: 'an absolute http or https URL',
        default: null,
        values: null,
        suggestions: null,
        limits: null,
        fields: null,
        aliases: ['image_input', 'img', 'input_image', 'photo'],
        file: { mimeTypes: ['image/jpeg', 'image/png', 'image/webp'], maxMB: 10 },
        notes: null,
      },
      {
        parameter: 'upscale_factor',
        labels: { en: 'Times larger', ru: 'Во сколько раз увеличить', zh: '放大倍数' },
        type: 'enum',
        required: false,
        expected: 'one of "1", "2", "4"',
        default: '2',
        values: ['1', '2', '4'],
        suggestions: null,
        limits: null,
        fields: null,
        aliases: [],
        file: null,
        notes: null,
      },
    ])
  })

  test('suggests good answers where any text is allowed', () => {
    const questions = catalog.describe('elevenlabs/text-to-speech-multilingual-v2')?.questions
    expect(questions?.find(({ parameter }) => parameter === 'voice')?.suggestions).toContain('Rachel')
  })

  test('tells the bounds of an answer, and what to ask for each item of a list', () => {
    const question = catalog
      .describe('elevenlabs/text-to-dialogue-v3')
      ?.questions.find(({ parameter }) => parameter === 'dialogue')
    expect(question?.limits).toEqual({ minItems: 1 })
    expect(question?.fields).toMatchObject([
      {
        parameter: 'text',
        labels: { en: 'Text' },
        required: true,
        expected: expect.stringContaining('text'),
      },
      { parameter: 'voice', labels: { en: 'Voice' }, required: false },
    ])
    const scale = catalog
      .describe('kling/v2-1-master-image-to-video')
      ?.questions.find(({ parameter }) => parameter === 'cfg_scale')
    expect(scale?.limits).toEqual({ min: 0, max: 1, step: 0.1 })
  })

  test('tells the rules between parameters', () => {
    expect(catalog.describe('elevenlabs/text-to-dialogue-v3')?.rules.join()).toMatch(/dialogue.*5,?000/)
  })

  test.each([
    [{ status: 'legacy' as const }, ['legacyModel', 'unknownPrice']],
    [{ status: 'unverified' as const }, ['unverifiedModel', 'unknownPrice']],
    [{ status: 'placeholder' as const, resolvesTo: ['suno/v5'] }, ['placeholderModel']],
    [{ pricing: [{ unit: 'image' as const, credits: 4, asOf: '2026-08' }] }, []],
  ])('warns of what to know before choosing %j', (parts, codes) => {
    const described = buildCatalog([sampleModel(parts)]).describe('sample')
    expect(described?.warnings.map(({ code }) => code)).toEqual(codes)
  })

  test('tells what KIE wants beside the input', () => {
    expect(catalog.describe('kling-3.0/motion-control')?.requires).toEqual(['callBackUrl'])
  })

  test('holds the defaults that are sent, also those that a rule sets, and what a job costs with them', () => {
    expect(catalog.describe('wan/2-7-image')).toMatchObject({
      defaults: { enable_sequential: false, n: 4 },
      credits: { min: 19.2, max: 19.2 },
    })
    const ruled = sampleModel({
      params: [
        { name: 'flag', type: 'boolean', default: true },
        { name: 'size', type: 'enum', values: ['1K', '2K'], default: '2K' },
      ],
      crossField: [{ kind: 'forbiddenIf', param: 'size', when: { flag: true } }],
    })
    expect(buildCatalog([ruled]).describe('sample')?.defaults).toEqual({ flag: true })
  })

  test('bounds a list whose items nobody describes', () => {
    const model = sampleModel({ params: [{ name: 'boxes', type: 'array', items: { type: 'array' } }] })
    const open = buildCatalog([model])
    const boxes = [Array.from({ length: 101 }, () => 1)]
    expect(open.check('sample', { boxes })).toMatchObject({
      errors: [{ path: 'input.boxes[0]', code: 'tooMany', expected: expect.stringContaining('at most 100') }],
    })
    expect(open.check('sample', { boxes: [[1, 'x', null]] })).toMatchObject({ ok: true })
  })

  test('holds defaults, prices in credits and dollars, status and run times', () => {
    expect(catalog.describe('sora-2-image-to-video')).toMatchObject({
      status: 'legacy',
      vendor: 'OpenAI',
      defaults: { aspect_ratio: 'landscape', n_frames: '10', remove_watermark: true },
      prices: [
        {
          unit: 'video',
          credits: 20,
          usd: 0.1,
          when: { n_frames: '10' },
          quantity: null,
          note: null,
          asOf: '2025-12',
        },
        { unit: 'video', credits: 25, usd: 0.125, when: { n_frames: '15' } },
      ],
      typicalSeconds: null,
    })
    const timed = sampleModel({ typicalSeconds: { min: 7, max: 55 } })
    expect(buildCatalog([timed]).describe('sample')?.typicalSeconds).toEqual({
      min: 7,
      max: 55,
      median: null,
    })
  })
})
