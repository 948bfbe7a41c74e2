/** Credits of one task at its smallest setting; a snapshot, enough for books that must balance. */
export const LISTED_CREDITS: Readonly<Record<string, number>> = {
  'bytedance/seedance-2': 76,
  'bytedance/seedream-v4-text-to-image': 5,
  'elevenlabs/text-to-speech-turbo-2-5': 6,
  'google/nano-banana': 4,
  'gpt-image-2-text-to-image': 6,
  'grok-imagine/text-to-image': 4,
  'kling-3.0/video': 70,
  'nano-banana-2': 8,
  'nano-banana-pro': 18,
  'qwen/text-to-image': 4,
  'seedream/4.5-text-to-image': 6.5,
  'sora-2-text-to-video': 20,
  'z-image': 0.8,
}

const DEFAULT_CREDITS = 10

export function creditsOf(model: string): number {
  return LISTED_CREDITS[model] ?? DEFAULT_CREDITS
}

/** Sums of prices such as 0.8 drift in binary; KIE shows two decimals. */
export function roundCredits(credits: number): number {
  return Math.round(credits * 100) / 100
}
