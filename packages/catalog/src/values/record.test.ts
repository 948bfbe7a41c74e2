import { describe, expect, test } from '@jest/globals'
import { catalogOf } from '../sample-model.test.kit.ts'

const catalog = catalogOf({
  params: [
    { name: 'prompt', type: 'string', required: true },
    { name: 'image_url', type: 'url', aliases: ['image_input', 'img'] },
    { name: 'negative', type: 'string', default: 'blur', documentedDefault: 'noise' },
    { name: 'checker', type: 'boolean', documentedDefault: true },
    { name: 'old', type: 'boolean', deprecated: true },
    {
      name: 'shots',
      type: 'array',
      items: {
        type: 'object',
        params: [
          { name: 'scene', type: 'string', required: true, aliases: ['text'] },
          { name: 'voice', type: 'string', default: 'Rachel' },
        ],
      },
    },
  ],
})
const a = 'https://files.example/a'
const b = 'https://files.example/b'

function check(input: unknown, options?: { strict: boolean }) {
  return catalog.check('sample', input, options)
}

describe('an input', () => {
  test('is sent in the order of the parameters, with defaults, and with nothing that KIE fills in itself', () => {
    const result = check({ image_url: a, prompt: 'x' })
    expect(result).toMatchObject({ ok: true, input: { prompt: 'x', image_url: a, negative: 'blur' } })
    expect(result.ok && Object.keys(result.input)).toEqual(['prompt', 'image_url', 'negative'])
  })

  test.each([null, '', '  ', undefined])(
    'counts %j as not given and tells when a default takes its place',
    (empty) => {
      const result = check({ prompt: 'x', image_url: empty, negative: empty })
      expect(result).toMatchObject({
        ok: true,
        input: { prompt: 'x', negative: 'blur' },
        warnings: [{ path: 'input.negative', code: 'emptyReplaced' }],
      })
    },
  )

  test('takes a parameter under another name', () => {
    expect(check({ prompt: 'x', image_input: [a] })).toMatchObject({ ok: true, input: { image_url: a } })
  })

  test('takes a parameter under two names that say the same', () => {
    expect(check({ prompt: 'x', image_input: [a], image_url: a })).toMatchObject({
      ok: true,
      input: { image_url: a },
    })
    expect(check({ prompt: 'x', img: '', image_url: a })).toMatchObject({ ok: true, input: { image_url: a } })
  })

  test.each([
    [{ image_url: a, image_input: b }, 'input.image_input'],
    [{ image_input: [b], image_url: a }, 'input.image_input'],
    [{ img: '', image_input: [b], image_url: a }, 'input.image_input'],
    [{ image_input: a, img: b }, 'input.img'],
  ])('refuses two names that differ: %j', (given, path) => {
    expect(check({ prompt: 'x', ...given })).toMatchObject({ errors: [{ path, code: 'parameterConflict' }] })
  })

  test('names a fault within a list by its own place, whatever another parameter is called', () => {
    const shots = [{ text: 5 }]
    expect(check({ prompt: 'x', shots })).toMatchObject({
      errors: [{ path: 'input.shots[0].scene', code: 'wrongType' }],
    })
    const nested = catalogOf({
      params: [
        { name: 'scene', type: 'integer' },
        {
          name: 'shots',
          type: 'array',
          items: { type: 'object', params: [{ name: 'scene', type: 'string', aliases: ['text'] }] },
        },
      ],
    })
    expect(nested.check('sample', { shots: [{ text: 'x' }], scene: 'many' })).toMatchObject({
      errors: [{ path: 'input.scene', code: 'wrongType' }],
    })
  })

  test('names a fault as the caller named the parameter', () => {
    expect(check({ prompt: 'x', img: 'a.png' })).toMatchObject({
      errors: [{ path: 'input.img', code: 'notAUrl' }],
    })
  })

  test('warns of a deprecated parameter', () => {
    expect(check({ prompt: 'x', old: true })).toMatchObject({
      warnings: [{ path: 'input.old', code: 'deprecatedParameter' }],
    })
  })

  test('drops no unknown parameter and says what it may have been', () => {
    expect(check({ prompt: 'x', promt: 'y', seed: 5 })).toMatchObject({
      errors: [
        { path: 'input.promt', code: 'unknownParameter', hint: 'Did you mean prompt?' },
        {
          path: 'input.seed',
          code: 'unknownParameter',
          hint: expect.stringContaining('It takes prompt, image_url'),
        },
      ],
    })
  })

  test('refuses a parameter whose name every object inherits', () => {
    const given = JSON.parse(
      '{"prompt":"x","__proto__":{"polluted":true},"constructor":1,"toString":2}',
    ) as unknown
    for (const strict of [false, true]) {
      expect(check(given, { strict })).toMatchObject({
        errors: ['__proto__', 'constructor', 'toString'].map((name) => ({
          path: `input.${name}`,
          code: 'unknownParameter',
        })),
      })
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('tells all faults at once, in the order of the parameters, unknown ones last', () => {
    const result = check({ zzz: 1, checker: 'perhaps', img: 'a.png', shots: [{ scene: 1 }] })
    expect(result.ok || result.errors.map(({ path, code }) => [path, code])).toEqual([
      ['input.prompt', 'required'],
      ['input.img', 'notAUrl'],
      ['input.checker', 'wrongType'],
      ['input.shots[0].scene', 'wrongType'],
      ['input.zzz', 'unknownParameter'],
    ])
  })

  test('of a hundred thousand unknown parameters gets a bounded answer', () => {
    const given = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`p${at}`, at]))
    for (const strict of [false, true]) {
      const result = check({ ...given, prompt: 'x' }, { strict })
      expect(result.ok || result.errors.length).toBe(100)
    }
  })

  test('cuts the name of an unknown parameter', () => {
    const result = check({ prompt: 'x', ['n'.repeat(10_000_000)]: 1 })
    expect(result).toMatchObject({ errors: [{ code: 'unknownParameter' }] })
    expect(JSON.stringify(result).length).toBeLessThan(1000)
  })

  test.each([null, 'text', 5, true, [], [{ prompt: 'x' }], undefined])(
    'must be an object, not %j',
    (given) => {
      expect(check(given)).toMatchObject({
        errors: [{ path: 'input', code: given === undefined ? 'required' : 'wrongType' }],
      })
    },
  )

  test('does not follow a deep nesting', () => {
    const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) as unknown
    expect(check({ prompt: deep, image_url: deep, shots: deep, negative: { deep } }).ok).toBe(false)
  })
})

describe('an object within a list', () => {
  test('is converted and filled like the input itself', () => {
    expect(check({ prompt: 'x', shots: [{ text: ' hello ', voice: null }] })).toMatchObject({
      ok: true,
      input: { shots: [{ scene: 'hello', voice: 'Rachel' }] },
      warnings: [{ path: 'input.shots[0].voice', code: 'emptyReplaced' }],
    })
  })

  test('refuses unknown and missing parameters at their place', () => {
    const shots = [{ scene: 'x' }, JSON.parse('{"scnee":"x","__proto__":1}')] as unknown[]
    const result = check({ prompt: 'x', shots })
    expect(result.ok || result.errors.map(({ path, code, hint }) => [path, code, hint])).toEqual([
      ['input.shots[1].scene', 'required', expect.any(String)],
      ['input.shots[1].scnee', 'unknownParameter', 'Did you mean scene?'],
      ['input.shots[1].__proto__', 'unknownParameter', expect.any(String)],
    ])
  })
})

describe('under strict', () => {
  test('defaults are still filled, because nothing that came is changed', () => {
    expect(check({ prompt: 'x' }, { strict: true })).toMatchObject({
      ok: true,
      input: { prompt: 'x', negative: 'blur' },
    })
  })

  test('another name of a parameter is refused with its name', () => {
    expect(check({ prompt: 'x', image_input: a }, { strict: true })).toMatchObject({
      errors: [
        { path: 'input.image_input', code: 'unknownParameter', hint: expect.stringContaining('image_url') },
      ],
    })
  })

  test.each([null, ''])('an optional parameter may not come as %j', (empty) => {
    expect(check({ prompt: 'x', negative: empty }, { strict: true }).ok).toBe(false)
    expect(check({ prompt: 'x', image_url: empty }, { strict: true }).ok).toBe(false)
  })
})
