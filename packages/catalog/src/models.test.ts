import { describe, expect, test } from '@jest/globals'
import { loadCatalog } from './catalog.ts'

const catalog = loadCatalog()
const image = 'https://files.example/a.png'

interface Expectation {
  id: string
  /** The least that a job needs. */
  least: Record<string, unknown>
  /** What is sent for it. */
  sent: Record<string, unknown>
  /** The parameters in the order in which a person is asked. */
  asked: string[]
  quote: unknown
}

const EXPECTATIONS: Expectation[] = [
  {
    id: 'sora-2-image-to-video',
    least: { prompt: 'x', image_urls: [image] },
    sent: {
      prompt: 'x',
      image_urls: [image],
      aspect_ratio: 'landscape',
      n_frames: '10',
      remove_watermark: true,
    },
    asked: ['prompt', 'image_urls', 'aspect_ratio', 'n_frames', 'remove_watermark', 'character_id_list'],
    quote: { min: 20, max: 20 },
  },
  {
    id: 'sora-2-pro-image-to-video',
    least: { prompt: 'x', image_urls: [image] },
    sent: {
      image_urls: [image],
      prompt: 'x',
      aspect_ratio: 'landscape',
      n_frames: '10',
      size: 'standard',
      remove_watermark: true,
    },
    asked: [
      'image_urls',
      'prompt',
      'aspect_ratio',
      'n_frames',
      'size',
      'remove_watermark',
      'character_id_list',
    ],
    quote: { min: 150, max: 150 },
  },
  {
    id: 'kling/v2-1-master-image-to-video',
    least: { prompt: 'x', image_url: image },
    sent: {
      prompt: 'x',
      image_url: image,
      duration: '5',
      negative_prompt: 'blur, distort, and low quality',
      cfg_scale: 0.5,
    },
    asked: ['prompt', 'image_url', 'duration', 'negative_prompt', 'cfg_scale'],
    quote: { min: 160, max: 160 },
  },
  {
    id: 'nano-banana-2',
    least: { prompt: 'x' },
    sent: { prompt: 'x', aspect_ratio: 'auto', resolution: '1K', output_format: 'jpg' },
    asked: ['prompt', 'image_input', 'aspect_ratio', 'resolution', 'output_format'],
    quote: { min: 8, max: 8 },
  },
  {
    id: 'topaz/image-upscale',
    least: { image_url: image },
    sent: { image_url: image, upscale_factor: '2' },
    asked: ['image_url', 'upscale_factor'],
    quote: { min: 10, max: 40 },
  },
  {
    id: 'elevenlabs/text-to-speech-multilingual-v2',
    least: { text: 'x' },
    sent: {
      text: 'x',
      voice: 'EkK5I93UQWFDigLMpZcX',
      stability: 0.5,
      similarity_boost: 0.75,
      style: 0,
      speed: 1,
      timestamps: false,
    },
    asked: [
      'text',
      'voice',
      'stability',
      'similarity_boost',
      'style',
      'speed',
      'timestamps',
      'previous_text',
      'next_text',
      'language_code',
    ],
    quote: { min: 0.012, max: 12 },
  },
  {
    id: 'elevenlabs/text-to-dialogue-v3',
    least: { dialogue: [{ text: 'x' }] },
    sent: { dialogue: [{ text: 'x', voice: 'EkK5I93UQWFDigLMpZcX' }], stability: 0.5 },
    asked: ['dialogue', 'stability', 'language_code'],
    quote: { min: 0.014, max: 14 },
  },
]

describe.each(EXPECTATIONS)('$id', ({ id, least, sent, asked, quote }) => {
  test('asks for its parameters in order', () => {
    expect(catalog.describe(id)?.questions.map(({ parameter }) => parameter)).toEqual(asked)
  })

  test('sends the least job with its defaults, quoted', () => {
    for (const result of [catalog.check(id, least), catalog.check(id, sent, { strict: true })]) {
      expect(result).toMatchObject({ ok: true, modelId: id, quote })
      expect(result.ok && result.input).toEqual(sent)
    }
  })

  test('refuses a job without what it needs', () => {
    const required = catalog.describe(id)?.questions.filter((question) => question.required)
    expect(catalog.check(id, {})).toMatchObject({
      errors: required?.map(({ parameter }) => ({ path: `input.${parameter}`, code: 'required' })),
    })
  })
})

/** A model, a change to its least job, and what comes of it: values sent, or the code of the refusal. */
const RULES: [id: string, change: Record<string, unknown>, outcome: Record<string, unknown> | string][] = [
  ['sora-2-image-to-video', { prompt: 'x'.repeat(10_000) }, {}],
  ['sora-2-image-to-video', { prompt: 'x'.repeat(10_001) }, 'tooLong'],
  ['sora-2-image-to-video', { prompt: ' ' }, 'required'],
  ['sora-2-image-to-video', { image_urls: image }, { image_urls: [image] }],
  ['sora-2-image-to-video', { image_urls: [image, image] }, 'tooMany'],
  ['sora-2-image-to-video', { image_urls: [] }, 'tooFew'],
  ['sora-2-image-to-video', { image_urls: ['files/a.png'] }, 'notAUrl'],
  ['sora-2-image-to-video', { aspect_ratio: 'PORTRAIT' }, { aspect_ratio: 'portrait' }],
  ['sora-2-image-to-video', { aspect_ratio: 'horizontal' }, { aspect_ratio: 'landscape' }],
  ['sora-2-image-to-video', { aspect_ratio: 'square' }, 'notOneOf'],
  ['sora-2-image-to-video', { n_frames: 15 }, { n_frames: '15' }],
  ['sora-2-image-to-video', { n_frames: '25' }, 'notOneOf'],
  ['sora-2-image-to-video', { remove_watermark: 'false' }, { remove_watermark: false }],
  ['sora-2-image-to-video', { character_id_list: ['a', ' b '] }, { character_id_list: ['a', 'b'] }],
  ['sora-2-image-to-video', { character_id_list: ['a', 'b', 'c', 'd', 'e', 'f'] }, 'tooMany'],
  ['sora-2-image-to-video', { size: 'high' }, 'unknownParameter'],
  ['sora-2-pro-image-to-video', { prompt: 'x'.repeat(10_001) }, 'tooLong'],
  ['sora-2-pro-image-to-video', { image_urls: [image, image, image] }, { image_urls: [image, image, image] }],
  ['sora-2-pro-image-to-video', { size: 'HQ' }, { size: 'high' }],
  ['sora-2-pro-image-to-video', { size: 'std' }, { size: 'standard' }],
  ['sora-2-pro-image-to-video', { size: 'huge' }, 'notOneOf'],
  ['sora-2-pro-image-to-video', { n_frames: '15s' }, { n_frames: '15' }],
  ['sora-2-pro-image-to-video', { remove_watermark: 0 }, { remove_watermark: false }],
  ['kling/v2-1-master-image-to-video', { prompt: 'x'.repeat(5000) }, {}],
  ['kling/v2-1-master-image-to-video', { prompt: 'x'.repeat(5001) }, 'tooLong'],
  ['kling/v2-1-master-image-to-video', { negative_prompt: 'x'.repeat(500) }, {}],
  ['kling/v2-1-master-image-to-video', { negative_prompt: 'x'.repeat(501) }, 'tooLong'],
  ['kling/v2-1-master-image-to-video', { neg: 'rain' }, { negative_prompt: 'rain' }],
  ['kling/v2-1-master-image-to-video', { duration: 10 }, { duration: '10' }],
  ['kling/v2-1-master-image-to-video', { duration: 7 }, 'notOneOf'],
  ['kling/v2-1-master-image-to-video', { cfg_scale: 0.44 }, { cfg_scale: 0.4 }],
  ['kling/v2-1-master-image-to-video', { cfg_scale: '0.7' }, { cfg_scale: 0.7 }],
  ['kling/v2-1-master-image-to-video', { cfg_scale: 1.5 }, 'outOfRange'],
  ['kling/v2-1-master-image-to-video', { image_url: '', image_input: [image] }, { image_url: image }],
  ['kling/v2-1-master-image-to-video', { resolution: '720p' }, 'unknownParameter'],
  ['nano-banana-2', { prompt: 'x'.repeat(20_001) }, 'tooLong'],
  ['nano-banana-2', { image_input: image }, { image_input: [image] }],
  ['nano-banana-2', { image_input: Array(14).fill(image) }, {}],
  ['nano-banana-2', { image_input: Array(15).fill(image) }, 'tooMany'],
  ['nano-banana-2', { aspect_ratio: '16x9' }, { aspect_ratio: '16:9' }],
  ['nano-banana-2', { aspect_ratio: '7:5' }, 'notOneOf'],
  ['nano-banana-2', { resolution: 2 }, { resolution: '2K' }],
  ['nano-banana-2', { output_format: 'JPEG' }, { output_format: 'jpg' }],
  ['topaz/image-upscale', { upscale_factor: '4x' }, { upscale_factor: '4' }],
  ['topaz/image-upscale', { upscale_factor: 8 }, 'notOneOf'],
  ['topaz/image-upscale', { image_url: null, image_input: [image] }, { image_url: image }],
  ['topaz/image-upscale', { image_url: null, photo: image }, { image_url: image }],
  ['topaz/image-upscale', { prompt: 'x' }, 'unknownParameter'],
  ['elevenlabs/text-to-speech-multilingual-v2', { text: 'x'.repeat(5001) }, 'tooLong'],
  ['elevenlabs/text-to-speech-multilingual-v2', { voice: 'my-own-voice' }, { voice: 'my-own-voice' }],
  ['elevenlabs/text-to-speech-multilingual-v2', { speed: '1.187' }, { speed: 1.19 }],
  ['elevenlabs/text-to-speech-multilingual-v2', { speed: 0.69 }, 'outOfRange'],
  ['elevenlabs/text-to-dialogue-v3', { stability: '0.5' }, { stability: 0.5 }],
  ['elevenlabs/text-to-dialogue-v3', { stability: 0.4 }, 'notOneOf'],
  ['elevenlabs/text-to-dialogue-v3', { language_code: 'RU' }, { language_code: 'ru' }],
  [
    'elevenlabs/text-to-dialogue-v3',
    { dialogue: Array.from({ length: 5 }, () => ({ text: 'x'.repeat(1001) })) },
    'tooLong',
  ],
  ['elevenlabs/text-to-dialogue-v3', { dialogue: 'hello' }, 'wrongType'],
]

test.each(
  RULES.map(([id, change, outcome]) => {
    const told = JSON.stringify(change)
    return { id, change, outcome, told: told.length > 80 ? `${told.slice(0, 80)}…` : told }
  }),
)('$id with $told comes to $outcome', ({ id, change, outcome }) => {
  const least = EXPECTATIONS.find((expectation) => expectation.id === id)?.least
  const result = catalog.check(id, { ...least, ...change })
  if (typeof outcome === 'string') {
    expect(result.ok || result.errors.map(({ code }) => code)).toEqual([outcome])
  } else {
    expect(result).toMatchObject({ ok: true, input: outcome })
  }
})

test.each([
  ['sora-2-image-to-video', { n_frames: '15' }, { min: 25, max: 25 }],
  ['sora-2-pro-image-to-video', { n_frames: '15' }, { min: 270, max: 270 }],
  ['sora-2-pro-image-to-video', { size: 'high' }, { min: 330, max: 330 }],
  ['sora-2-pro-image-to-video', { size: 'high', n_frames: '15' }, { min: 630, max: 630 }],
  ['kling/v2-1-master-image-to-video', { duration: '10' }, { min: 320, max: 320 }],
  ['nano-banana-2', { resolution: '4K' }, { min: 18, max: 18 }],
  ['elevenlabs/text-to-speech-multilingual-v2', { text: 'x'.repeat(2500) }, { min: 30, max: 36 }],
])('%s with %j is quoted', (id, change, quote) => {
  const least = EXPECTATIONS.find((expectation) => expectation.id === id)?.least
  expect(catalog.check(id, { ...least, ...change })).toMatchObject({ quote })
})
