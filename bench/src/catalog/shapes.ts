import { z } from 'zod'

/** Inputs of one model, and its check as somebody would write it by hand. */
export interface ComparedShape {
  name: string
  model: string
  byHand: z.ZodType
  inputs: Record<string, unknown>[]
}

// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000e-\u001f\u007f]/
const PRIVATE = /^(?:localhost$|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|\[)/

function isPublicLink(text: string): boolean {
  try {
    const { protocol, hostname, username, password } = new URL(text)
    const isWeb = protocol === 'https:' || protocol === 'http:'
    return isWeb && username === '' && password === '' && hostname.includes('.') && !PRIVATE.test(hostname)
  } catch {
    return false
  }
}

const prompt = z
  .string()
  .trim()
  .min(1)
  .max(10_000)
  .refine((text) => !CONTROL.test(text) && text.isWellFormed())
const seed = z.int().min(-1).max(2_147_483_647).default(-1)
const common = {
  resolution: z.enum(['480p', '720p', '1080p']).default('720p'),
  duration: z.enum(['5', '10']).default('5'),
  camera_fixed: z.boolean().default(false),
  seed,
  enable_safety_checker: z.boolean().default(true),
  nsfw_checker: z.boolean().optional(),
}

/** Some settings given and some left to their defaults, as jobs come. */
const PROMPT = 'A potter opens the kiln at dusk; embers glow, the camera moves slowly closer'
const SETTINGS: Record<string, unknown>[] = [
  {},
  { resolution: '1080p', duration: '10' },
  { resolution: '480p', seed: 1234, nsfw_checker: true },
  {
    resolution: '720p',
    duration: '5',
    camera_fixed: true,
    seed: 7,
    enable_safety_checker: false,
    nsfw_checker: false,
  },
]

export const SHAPES: readonly ComparedShape[] = [
  {
    name: '8 fields with a link',
    model: 'bytedance/v1-pro-image-to-video',
    byHand: z.strictObject({
      prompt,
      image_url: z.string().trim().max(8_192).refine(isPublicLink),
      ...common,
    }),
    inputs: SETTINGS.map((settings, at) => ({
      prompt: `${PROMPT} ${at}`,
      image_url: `https://files.example.com/pictures/2026/kiln-${at}.png`,
      ...settings,
    })),
  },
  {
    name: '8 fields without one',
    model: 'bytedance/v1-pro-text-to-video',
    byHand: z.strictObject({
      prompt,
      aspect_ratio: z.enum(['21:9', '16:9', '4:3', '1:1', '3:4', '9:16']).default('16:9'),
      ...common,
    }),
    inputs: SETTINGS.map((settings, at) => ({
      prompt: `${PROMPT} ${at}`,
      aspect_ratio: at % 2 === 0 ? '9:16' : '1:1',
      ...settings,
    })),
  },
]
