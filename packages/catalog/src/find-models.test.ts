import { describe, expect, test } from '@jest/globals'
import { buildCatalog } from './catalog.ts'
import type { ModelFilter } from './results.ts'
import { sampleModel } from './sample-model.test.kit.ts'

const image = { unit: 'image', asOf: '2026-08' } as const
const catalog = buildCatalog([
  sampleModel({ id: 'a/sora-2', title: 'Sora 2', vendor: 'OpenAI', type: 't2v', aliases: ['sora'] }),
  sampleModel({
    id: 'b/nano-banana',
    title: 'Nano Banana',
    vendor: 'Google',
    alsoTypes: ['i2i'],
    params: [{ name: 'size', type: 'enum', values: ['1K', '4K'], default: '1K' }],
    pricing: [
      { ...image, credits: 8, when: { size: '1K' } },
      { ...image, credits: 20, when: { size: '4K' } },
    ],
  }),
  sampleModel({
    id: 'c/upscale',
    title: 'Upscale',
    vendor: 'Topaz Labs',
    status: 'legacy',
    pricing: [
      { ...image, credits: 10 },
      { ...image, credits: 40 },
    ],
  }),
])
const found = (filter: ModelFilter) => catalog.list(filter).map(({ id }) => id.slice(0, 1))

describe('finding models', () => {
  test.each<[ModelFilter, string[]]>([
    [{}, ['a', 'b', 'c']],
    [{ type: 't2v' }, ['a']],
    [{ type: 'i2i' }, ['b']],
    [{ type: 'T2V' }, ['a']],
    [{ q: 'SORA2' }, ['a']],
    [{ q: 'sora 2 openai' }, ['a']],
    [{ q: 'nanobanana' }, ['b']],
    [{ vendor: 'topaz labs' }, ['c']],
    [{ vendor: 'Topaz' }, []],
    [{ status: 'legacy' }, ['c']],
    [{ q: 'SORA' }, ['a']],
    [{ q: 'sora-2' }, ['a']],
    [{ q: 'banana google' }, ['b']],
    [{ q: 'nano_banana' }, ['b']],
    [{ q: 'nano openai' }, []],
    [{ q: '  ' }, ['a', 'b', 'c']],
    [{ type: 't2i', status: 'active' }, ['b']],
  ])('by %j answers %j', (filter, ids) => {
    expect(found(filter)).toEqual(ids)
  })

  test.each([
    [7.9, []],
    [8, ['b']],
    [39, ['b']],
    [40, ['b', 'c']],
    [1_000_000, ['b', 'c']],
  ])(
    'that cost at most %d at their defaults counts the upper end, and no unknown price',
    (maxCredits, ids) => {
      expect(found({ maxCredits })).toEqual(ids)
    },
  )
})
