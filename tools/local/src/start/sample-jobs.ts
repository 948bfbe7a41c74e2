export interface SampleJob {
  model: string
  input: Record<string, unknown>
}

const image = (prompt: string): SampleJob => ({ model: 'nano-banana-2', input: { prompt } })

const upscale = (name: string): SampleJob => ({
  model: 'topaz/image-upscale',
  input: { image_url: `https://example.com/${name}.png`, upscale_factor: '2' },
})

const speech = (text: string): SampleJob => ({
  model: 'elevenlabs/text-to-speech-multilingual-v2',
  input: { text },
})

const video = (name: string, prompt: string): SampleJob => ({
  model: 'sora-2-image-to-video',
  input: { prompt, image_urls: [`https://example.com/${name}.png`] },
})

/** What the job of the README's first curl command is, too. */
export const FIRST_JOB = image('A lighthouse in the fog, seen from a small boat')

/** Pictures, sound and video, the slow ones first so that nobody waits for them at the end. */
export const SAMPLE_JOBS: readonly SampleJob[] = [
  video('lighthouse', 'The lamp turns, and the fog glows each time it passes'),
  video('kiln', 'The door of the kiln opens slowly on a row of glowing cups'),
  FIRST_JOB,
  image('A potter at the wheel, morning light, shallow depth of field'),
  image('Six glazed cups on an oak shelf, product photograph'),
  image('A map of an island that does not exist, ink and watercolour'),
  image('Чайник и две чашки на подоконнике, акварель'),
  upscale('lighthouse'),
  upscale('kiln'),
  speech('Everything that was accepted has a verdict, and nothing was paid for twice.'),
  speech('Всё, что было принято, дойдёт до конца.'),
  speech('每一个任务都有结果。'),
]
