import { deepStrictEqual } from 'node:assert'
import { loadCatalog, type Catalog } from '@kiln/catalog'
import { startWatch } from '../stopwatch.ts'
import { SHAPES, type ComparedShape } from './shapes.ts'

/** Microseconds of the processor for a check, one number for each round. */
export interface ShapeChecks {
  shape: string
  catalogue: number[]
  byHand: number[]
}

const BATCH = 4_000
/** Enough for the compiler to have settled on both. */
const WARM_UP_ROUNDS = 3

const [, , rounds = '1'] = process.argv
const catalog = loadCatalog()
for (const shape of SHAPES) assertSameWork(catalog, shape)
const measured = SHAPES.map((shape) => ({ shape, catalogue: [] as number[], byHand: [] as number[] }))
for (let round = -WARM_UP_ROUNDS; round < Number(rounds); round++) {
  for (const { shape, catalogue, byHand } of measured) {
    const contenders = [
      { times: catalogue, check: (input: unknown) => catalog.check(shape.model, input).ok },
      { times: byHand, check: (input: unknown) => shape.byHand.safeParse(input).success },
    ]
    // Whoever goes second finds a warmer machine, or a hotter one.
    for (const { times, check } of round % 2 === 0 ? contenders : contenders.toReversed()) {
      const microseconds = timeOf(check, shape.inputs)
      if (round >= 0) times.push(microseconds)
    }
  }
}
const checks: ShapeChecks[] = measured.map((one) => ({ ...one, shape: one.shape.name }))
process.stdout.write(JSON.stringify(checks))

function timeOf(check: (input: unknown) => boolean, inputs: readonly unknown[]): number {
  const elapsed = startWatch()
  for (let at = 0; at < BATCH; at++) {
    if (!check(inputs[at % inputs.length])) throw new Error('a good input was refused')
  }
  return (elapsed().cpuMs * 1_000) / BATCH
}

/** A comparison of two checks that come to different results would compare nothing. */
function assertSameWork(within: Catalog, { model, byHand, inputs }: ComparedShape): void {
  for (const input of inputs) {
    const checked = within.check(model, input)
    deepStrictEqual(checked.ok && checked.input, byHand.parse(input))
  }
  const [first] = inputs
  const broken = { prompt: 'a\u0000b', image_url: 'http://10.0.0.1/a.png', duration: '7', seed: -2, other: 1 }
  for (const [name, value] of Object.entries(broken)) {
    const input = { ...first, [name]: value }
    if (within.check(model, input).ok || byHand.safeParse(input).success) throw new Error(`${name} was taken`)
  }
}
