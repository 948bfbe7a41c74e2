import { countCharacters } from './characters.ts'

/**
 * What a price is for. `video`, `image` and `request` are whole outputs, the others are measured;
 * `input_image` is charged on top of the others. What no input tells (pixels, tokens) has no meter.
 */
export const PRICE_UNITS = [
  'video',
  'image',
  'request',
  'second',
  'minute',
  '1000_characters',
  'megapixel',
  '1M_output_audio_tokens',
  'input_image',
] as const
export type PriceUnit = (typeof PRICE_UNITS)[number]

export interface Amount {
  min: number
  max: number
}

type Meter = (measured: readonly unknown[] | null) => Amount | null

const outputs: Meter = (measured) => (measured === null ? { min: 1, max: 1 } : sumOf(measured))
const unmeasured: Meter = () => null

const METERS: Record<PriceUnit, Meter> = {
  video: outputs,
  image: outputs,
  request: outputs,
  second: (measured) => (measured === null ? null : sumOf(measured)),
  minute: unmeasured,
  '1000_characters': (measured) => {
    if (measured === null) return null
    const texts = measured.filter((value) => typeof value === 'string')
    // No text is no measure: what it will cost is not known yet, and surely not nothing.
    if (texts.length === 0) return null
    const thousands = texts.reduce((sum, text) => sum + countCharacters(text), 0) / 1000
    // KIE does not say whether a started thousand counts as a whole one.
    return { min: thousands, max: Math.ceil(thousands) }
  },
  megapixel: unmeasured,
  '1M_output_audio_tokens': unmeasured,
  input_image: (measured) => {
    const images = (measured ?? []).flatMap((value) => value).length
    return { min: images, max: images }
  },
}

export function isWholeOutput(unit: PriceUnit): boolean {
  return METERS[unit] === outputs
}

/** Whether a price comes on top of the others. */
export function isSurcharge(unit: PriceUnit): boolean {
  return unit === 'input_image'
}

/**
 * How many units a job takes; null when its input does not tell. `isMost`: what is measured is the most that
 * KIE makes, and it may make one alone.
 */
export function measure(unit: PriceUnit, measured: readonly unknown[] | null, isMost = false): Amount | null {
  const amount = METERS[unit](measured)
  return isMost && amount !== null ? { ...amount, min: Math.min(1, amount.min) } : amount
}

/** Numbers come as numbers or as the text that a model wants; -1 ("let the model choose") tells nothing. */
function sumOf(measured: readonly unknown[]): Amount | null {
  const sum = measured.reduce<number>((total, value) => total + Number(value), 0)
  return measured.length > 0 && sum > 0 && Number.isFinite(sum) ? { min: sum, max: sum } : null
}
