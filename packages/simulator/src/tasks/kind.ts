export type Kind = 'video' | 'image' | 'audio' | 'text'

/** The first pattern that fits a model id tells what it makes; most of what is left makes pictures. */
const PATTERNS: readonly (readonly [Kind, RegExp])[] = [
  [
    'text',
    /speech-to-text|lyrics|phrase|persona|midi|voice$|boost-music|identification|detection|segment-map|characters/,
  ],
  ['image', /cover-generate/],
  ['video', /music-video|lip-sync/],
  ['audio', /elevenlabs|suno|music|tts|text-to-speech|text-to-dialogue|sound|audio-isolation/],
  ['image', /to-image|image-edit|image-upscale|imagine\/upscale/],
  [
    'video',
    /video|veo|sora|kling|seedance|hailuo|runway|r2v|t2v|i2v|avatar|infinitalk|omnihuman|animate|extend|transition|transformation|happyhorse|pixverse|motion|gemini-omni/,
  ],
]

export function kindOf(model: string): Kind {
  return PATTERNS.find(([, pattern]) => pattern.test(model))?.[0] ?? 'image'
}
