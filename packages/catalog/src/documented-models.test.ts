import { describe, expect, test } from '@jest/globals'
import { loadCatalog } from './catalog.ts'

const catalog = loadCatalog()
const image = 'https://files.example/a.png'
const video = 'https://files.example/a.mp4'

function askedOf(id: string): string[] {
  return (catalog.describe(id)?.questions ?? []).map(({ parameter }) => parameter)
}

/** What is sent for an input, or where and why it is refused. */
function outcomeOf(id: string, input: Record<string, unknown>): unknown {
  const result = catalog.check(id, input)
  return result.ok ? result.input : result.errors.map(({ path, code }) => `${path} ${code}`)
}

describe('the order of the questions', () => {
  test.each([
    ['nano-banana-pro', ['image_input', 'prompt', 'aspect_ratio', 'resolution']],
    ['sora-2-pro-image-to-video', ['image_urls', 'prompt']],
    ['ideogram/v3-reframe', ['image_url', 'image_size']],
    ['topaz/image-upscale', ['image_url', 'upscale_factor']],
    ['recraft/remove-background', ['image']],
    ['recraft/crisp-upscale', ['image']],
  ])('%s begins with the picture: %j', (id, first) => {
    expect(askedOf(id).slice(0, first.length)).toEqual(first)
  })

  test.each([
    'seedream/4.5-edit',
    'kling-2.6/image-to-video',
    'flux-2/pro-image-to-image',
    'flux-2/flex-image-to-image',
    'kling/v2-5-turbo-image-to-video-pro',
    'wan/2-5-image-to-video',
    'hailuo/02-image-to-video-pro',
    'hailuo/02-image-to-video-standard',
    'kling/v1-avatar-standard',
    'kling/ai-avatar-v1-pro',
    'bytedance/seedream-v4-edit',
    'wan/2-2-a14b-speech-to-video-turbo',
    'qwen/image-to-image',
    'qwen/image-edit',
    'ideogram/character-edit',
    'ideogram/character-remix',
    'bytedance/v1-pro-fast-image-to-video',
    'kling/v2-1-master-image-to-video',
    'kling/v2-1-standard',
    'kling/v2-1-pro',
    'ideogram/v3-edit',
    'ideogram/v3-remix',
    'wan/2-2-a14b-image-to-video-turbo',
    'google/nano-banana-edit',
  ])('%s asks for the prompt, then for the picture', (id) => {
    const [first, second] = askedOf(id)
    expect(first).toBe('prompt')
    expect(second).toMatch(/^(image|input)_urls?$/)
  })

  test.each([
    'recraft/remove-background',
    'recraft/crisp-upscale',
    'topaz/image-upscale',
    'ideogram/v3-reframe',
  ])('%s asks for no prompt, and needs nothing but the picture', (id) => {
    const required = catalog.describe(id)?.questions.filter((question) => question.required)
    expect(required?.map(({ parameter }) => parameter)).toEqual([expect.stringMatching(/^image/)])
    expect(askedOf(id)).not.toContain('prompt')
  })
})

describe('a list of pictures where the model takes one link', () => {
  test.each([
    ['recraft/remove-background', { image_input: [image] }, { image }],
    ['recraft/crisp-upscale', { image_input: [image] }, { image }],
    ['ideogram/v3-reframe', { image_input: [image] }, { image_url: image }],
    ['topaz/image-upscale', { image_input: [image] }, { image_url: image }],
    ['kling/v2-1-pro', { prompt: 'x', image_input: [image] }, { image_url: image }],
    ['kling/v2-1-standard', { prompt: 'x', image_input: [image] }, { image_url: image }],
    [
      'wan/2-2-animate-replace',
      { video_input: [video], image_input: [image] },
      { video_url: video, image_url: image },
    ],
    ['wan/2-2-a14b-image-to-video-turbo', { prompt: 'x', image_input: [image] }, { image_url: image }],
    ['qwen/image-to-image', { prompt: 'x', image_input: [image] }, { image_url: image }],
    ['topaz/video-upscale', { video_input: [video] }, { video_url: video }],
  ])('%s converts %j', (id, given, sent) => {
    const outcome = outcomeOf(id, given) as Record<string, unknown>
    expect(outcome).toMatchObject(sent)
    expect(Object.keys(outcome).filter((name) => name.endsWith('_input'))).toEqual([])
  })

  test.each([
    ['flux-2/pro-image-to-image', 'input_urls'],
    ['bytedance/seedream-v4-edit', 'image_urls'],
    ['kling-2.6/image-to-video', 'image_urls'],
  ])('%s keeps it a list, under its own name', (id, name) => {
    const others = Object.fromEntries(
      (catalog.describe(id)?.questions ?? [])
        .filter((question) => question.required && question.parameter !== name)
        .map(({ parameter, type, values }) => [
          parameter,
          type === 'boolean' ? true : (values?.[0] ?? 'a fox'),
        ]),
    )
    expect(outcomeOf(id, { ...others, image_input: image })).toMatchObject({ [name]: [image] })
  })
})

describe('normalising', () => {
  const picture = { prompt: 'x', image_url: image }
  test.each<[string, Record<string, unknown>, unknown]>([
    ['qwen/text-to-image', { prompt: 'x', output_format: 'PNG' }, { output_format: 'png' }],
    ['qwen/image-edit', { ...picture, output_format: ' Jpeg ' }, { output_format: 'jpeg' }],
    ['qwen/image-to-image', { ...picture, output_format: 'JPEG' }, { output_format: 'jpeg' }],
    ['qwen/image-to-image', { ...picture, strength: 0.856 }, { strength: 0.86 }],
    ['qwen/image-to-image', { ...picture, strength: '0.804' }, { strength: 0.8 }],
    ['qwen/image-to-image', { ...picture, guidance_scale: 2.44 }, { guidance_scale: 2.4 }],
    ['qwen/text-to-image', { prompt: 'x', guidance_scale: '7.77' }, { guidance_scale: 7.8 }],
    ['qwen/image-edit', { ...picture, guidance_scale: 3.96 }, { guidance_scale: 4 }],
    ['kling/v2-1-pro', { ...picture, cfg_scale: 0.55 }, { cfg_scale: 0.6 }],
    ['kling/v2-1-standard', { ...picture, duration: '10s' }, { duration: '10' }],
    [
      'wan/2-2-animate-replace',
      { video_url: video, image_url: image, resolution: 580 },
      { resolution: '580p' },
    ],
    ['wan/2-2-animate-replace', { video_url: video, image_url: image }, { resolution: '480p' }],
    ['wan/2-2-a14b-image-to-video-turbo', { ...picture, resolution: 'HD' }, { resolution: '720p' }],
    ['nano-banana-pro', { prompt: 'x', aspect_ratio: '16x9' }, { aspect_ratio: '16:9' }],
    ['nano-banana-pro', { prompt: 'x', resolution: '4k' }, { resolution: '4K' }],
    ['nano-banana-pro', { prompt: 'x', image_input: '' }, { prompt: 'x' }],
    ['qwen/text-to-image', { prompt: 'x', enable_safety_checker: 'off' }, { enable_safety_checker: false }],
    ['google/nano-banana', { prompt: 'x', image_size: '16:9' }, { aspect_ratio: '16:9' }],
  ])('%s with %j', (id, given, sent) => {
    expect(outcomeOf(id, given)).toMatchObject(sent as Record<string, unknown>)
  })
})

describe('limits', () => {
  const kling = { prompt: 'x', image_url: image }
  test.each<[string, Record<string, unknown>, unknown]>([
    ['sora-2-text-to-video', { prompt: 'x'.repeat(5001) }, ['input.prompt tooLong']],
    ['sora-2-text-to-video', { prompt: 'x', n_frames: '25' }, ['input.n_frames notOneOf']],
    ['sora-2-pro-text-to-video', { prompt: 'x'.repeat(10_001) }, ['input.prompt tooLong']],
    ['kling/v2-1-pro', { ...kling, negative_prompt: 'x'.repeat(501) }, ['input.negative_prompt tooLong']],
    ['kling/v2-1-pro', { ...kling, cfg_scale: 1.2 }, ['input.cfg_scale outOfRange']],
    ['kling/v2-1-pro', { ...kling, image_url: 'ftp://files.example/a' }, ['input.image_url notAUrl']],
    ['kling/v2-1-pro', {}, ['input.prompt required', 'input.image_url required']],
    [
      'wan/2-2-animate-replace',
      { video_url: video, image_url: image, resolution: '1080p' },
      ['input.resolution notOneOf'],
    ],
    [
      'kling-2.6/image-to-video',
      { prompt: 'x'.repeat(1001), image_urls: [image], sound: false },
      ['input.prompt tooLong'],
    ],
  ])('%s', (id, given, outcome) => {
    expect(outcomeOf(id, given)).toEqual(outcome)
  })

  test.each(
    'resolution camera_fixed seed enable_safety_checker fps with_audio width height guidance steps motion style strength'
      .split(' ')
      .map((name) => [name]),
  )('kling/v2-1-master-image-to-video has no %s', (name) => {
    expect(outcomeOf('kling/v2-1-master-image-to-video', { ...kling, [name]: 1 })).toEqual([
      `input.${name} unknownParameter`,
    ])
  })
})

const shots = (...durations: number[]) => durations.map((duration) => ({ Scene: 'x', duration }))

describe('Sora 2', () => {
  test('text-to-video sends landscape, ten seconds and no watermark', () => {
    expect(outcomeOf('sora-2-text-to-video', { prompt: 'x' })).toEqual({
      prompt: 'x',
      aspect_ratio: 'landscape',
      n_frames: '10',
      remove_watermark: true,
    })
  })

  test('Pro is high by default from a text, and standard from a picture', () => {
    expect(outcomeOf('sora-2-pro-text-to-video', { prompt: 'x' })).toMatchObject({ size: 'high' })
    const fromPicture = { prompt: 'x', image_urls: [image, image] }
    expect(outcomeOf('sora-2-pro-image-to-video', fromPicture)).toMatchObject({ size: 'standard' })
  })

  test('the storyboard alone runs 25 s, and its shots fit into them', () => {
    expect(outcomeOf('sora-2-pro-storyboard', { n_frames: 25, shots: shots(10, 15) })).toMatchObject({
      n_frames: '25',
    })
    expect(outcomeOf('sora-2-pro-storyboard', { n_frames: '25', shots: shots(10, 15, 0.1) })).toEqual([
      'input.shots outOfRange',
    ])
  })
})
