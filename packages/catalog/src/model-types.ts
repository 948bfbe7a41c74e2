/** What each type of model makes, as somebody says it who has never seen the abbreviation. */
const MODEL_TYPES = {
  t2i: 'pictures from a text',
  i2i: 'pictures from pictures',
  t2v: 'videos from a text',
  i2v: 'videos from a picture',
  r2v: 'videos from references (pictures, clips, sounds)',
  v2v: 'videos from a video',
  s2v: 'videos from speech',
  tts: 'speech from a text',
  stt: 'text from speech',
  sfx: 'sound effects',
  music: 'music',
  lyrics: 'lyrics',
  music_video: 'a video to a piece of music',
  midi: 'MIDI from a recording',
  stem_separation: 'the voices and instruments of a recording, apart',
  audio_isolation: 'speech without its background',
  audio_convert: 'audio files of another kind',
  voice: 'voices for later jobs',
  lip_sync: 'videos whose lips follow a sound',
  motion_control: 'videos that follow the motion of another',
  upscale: 'larger versions of a picture or video',
  bg_remove: 'pictures without their background',
  watermark_remove: 'videos without their watermark',
  storyboard: 'videos from a list of scenes',
  extend: 'longer versions of a video',
  layer_decomposition: 'the layers of a picture',
  segment: 'maps of the parts of a picture',
  detect: 'what is found in a picture',
  character: 'characters for later jobs',
  text: 'text',
} as const
export type ModelType = keyof typeof MODEL_TYPES

export const MODEL_TYPE_NAMES = Object.keys(MODEL_TYPES) as [ModelType, ...ModelType[]]

export function nameTypes(types: readonly ModelType[]): string {
  return types.map((type) => MODEL_TYPES[type]).join(', or ')
}
