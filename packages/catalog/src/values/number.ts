import { z } from 'zod'
import { type Fault, mismatch, nameReceived, refuse } from '../fault.ts'
import type { NumberShape } from '../model-file.ts'
import type { Say } from '../words/words.ts'
import type { Value } from './value.ts'

const NUMERIC_TEXT = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/i
/** Longer digits than any number has; keeps the pattern away from megabytes. */
const MAX_NUMERIC_TEXT = 40

export function compileNumber(shape: NumberShape): Value {
  const expected = nameNumber(shape)
  if (shape.sendAs === 'string') return compileNumberText(shape, expected)
  const check: z.core.CheckFn<number> = (payload) =>
    refuse(payload, faultInNumber(payload.value, shape, expected))
  const takes = (value: unknown) =>
    typeof value === 'number' && Number.isFinite(value) && faultInNumber(value, shape, expected) === null
  return {
    schema: () => z.number().check(check).meta(jsonOf(shape)),
    takes,
    convert: (given) => convertNumber(given, shape),
    expected,
  }
}

function compileNumberText(shape: NumberShape, numberExpected: Say): Value {
  const expected: Say = (words) => words.expected.asText(numberExpected(words))
  const faultIn = (text: string) => {
    const number = Number(text)
    return String(number) === text && Number.isFinite(number)
      ? faultInNumber(number, shape, expected)
      : mismatch('wrongType', expected, nameReceived(text), ({ hints }) => hints.inDigits)
  }
  const check: z.core.CheckFn<string> = (payload) => refuse(payload, faultIn(payload.value))
  const schema = () => z.string().check(check)
  const takes = (value: unknown) => typeof value === 'string' && faultIn(value) === null
  const convert = (given: unknown) => {
    const number = convertNumber(given, shape)
    return typeof number === 'number' ? String(number) : number
  }
  return { schema, takes, convert, expected }
}

function convertNumber(given: unknown, shape: NumberShape): unknown {
  const number = typeof given === 'string' ? readNumber(given) : given
  // Rounding must not bring into the range what lies outside: the fault then names what was written.
  if (typeof number !== 'number' || !isInRange(number, shape)) return number
  const rounded = shape.round === undefined ? number : roundTo(number, shape.round)
  // -0 would travel as 0 and so not check to itself.
  return Object.is(rounded, -0) ? 0 : rounded
}

function readNumber(text: string): number | string {
  const trimmed = text.trim()
  return trimmed.length <= MAX_NUMERIC_TEXT && NUMERIC_TEXT.test(trimmed) ? Number(trimmed) : trimmed
}

/** Halves go away from 0, as they are written: 0.575 in binary is a little less, and is half of a hundredth all the same. */
function roundTo(number: number, decimals: number): number {
  const scaled = Math.sign(number) * Math.round(shift(Math.abs(number), decimals))
  // Beyond the safe integers a double has no such decimals left, and dividing back would only change it.
  return Number.isSafeInteger(scaled) ? shift(scaled, -decimals) : number
}

/** Moves the decimal point of the number as it is written. */
function shift(number: number, places: number): number {
  const [digits, exponent = '0'] = String(number).split('e')
  return Number(`${digits}e${Number(exponent) + places}`)
}

function isInRange(number: number, { min, max }: NumberShape): boolean {
  return number >= (min ?? number) && number <= (max ?? number)
}

function faultInNumber(number: number, shape: NumberShape, expected: Say): Fault | null {
  if (shape.extraValues?.includes(number) === true) return null
  const got: Say = () => String(number)
  if (shape.type === 'integer' && !Number.isSafeInteger(number)) {
    return mismatch('wrongType', expected, got, ({ hints }) => hints.wholeNumber)
  }
  if (!isInRange(number, shape)) {
    return mismatch('outOfRange', expected, got, ({ hints }) => hints.withinRange)
  }
  const step = stepOf(shape)
  if (step !== null && !(isOnStep(number, step) && isRounded(number, shape))) {
    return mismatch('offStep', expected, got, ({ hints }) => hints.roundTo(step))
  }
  return null
}

function stepOf(shape: NumberShape): number | null {
  return shape.step ?? (shape.round === undefined ? null : Number(`1e-${shape.round}`))
}

/** Steps are counted from 0, as in every model's page. 0.3 / 0.1 is not quite 3, hence the tolerance. */
function isOnStep(number: number, step: number): boolean {
  const steps = number / step
  return Math.abs(steps - Math.round(steps)) < 1e-6
}

/** Exactly, and not within a tolerance: what is sent must be what rounding it once more gives. */
function isRounded(number: number, { round }: NumberShape): boolean {
  return round === undefined || roundTo(number, round) === number
}

function nameNumber(shape: NumberShape): Say {
  const { min, max, extraValues = [] } = shape
  const isWhole = shape.type === 'integer'
  const step = stepOf(shape)
  const told = isWhole && step === 1 ? null : step
  return ({ expected }) => expected.number({ isWhole, min, max, step: told, extra: extraValues.map(String) })
}

function jsonOf(shape: NumberShape): Record<string, unknown> {
  const { type, min, max, extraValues } = shape
  const step = stepOf(shape)
  // 0.3 is no multiple of 0.1 in binary: validators that divide would refuse what is taken here.
  const isWholeStep = step !== null && Number.isInteger(step)
  const range = {
    ...(min === undefined ? {} : { minimum: min }),
    ...(max === undefined ? {} : { maximum: max }),
    ...(isWholeStep ? { multipleOf: step } : {}),
  }
  const told = step === null || isWholeStep ? {} : { description: `In steps of ${step}, counted from 0.` }
  return extraValues === undefined
    ? { type, ...told, ...range }
    : { type, ...told, anyOf: [range, { enum: extraValues }] }
}
