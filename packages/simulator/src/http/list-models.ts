import { kindOf, type Kind } from '../tasks/kind.ts'
import { LISTED_CREDITS } from '../tasks/price.ts'
import { success, type Answer } from './envelope.ts'

const PROVIDERS: readonly (readonly [RegExp, string])[] = [
  [/^(?:bytedance|seedream)\//, 'ByteDance'],
  [/^elevenlabs\//, 'ElevenLabs'],
  [/nano-banana/, 'Google'],
  [/^grok-imagine\//, 'xAI'],
  [/^kling/, 'Kuaishou'],
  [/^(?:qwen\/|z-image)/, 'Alibaba'],
  [/^(?:gpt-|sora-)/, 'OpenAI'],
]
const TASK_TYPES: Readonly<Record<Kind, string>> = {
  image: 'text-to-image',
  video: 'text-to-video',
  audio: 'text-to-speech',
  text: 'text',
}

/**
 * GET /api/v1/models: the models of the price table and no others. It knows nothing of kiln's catalogue, so
 * the two disagree, as they do at the real KIE. In what the real list lies is not recorded; here, in `data` itself.
 */
export function listModels(): Answer {
  return success(
    Object.entries(LISTED_CREDITS).map(([model, credits]) => ({
      model,
      title: titleOf(model),
      provider: PROVIDERS.find(([pattern]) => pattern.test(model))?.[1] ?? '',
      taskType: TASK_TYPES[kindOf(model)],
      pricingDesc: `${credits} credits at its smallest setting`,
    })),
  )
}

function titleOf(model: string): string {
  const words = model.slice(model.lastIndexOf('/') + 1).split('-')
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ')
}
