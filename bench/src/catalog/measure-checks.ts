import type { Section } from '../benchmark.ts'
import { runProbe } from '../run-probe.ts'
import { spreadOf } from '../spread.ts'
import type { ShapeChecks } from './check-probe.ts'

/** One input against its model, beside a zod object written by hand that comes to the same result. */
export async function measureChecks(rounds: number): Promise<Section> {
  const shapes = await runProbe<ShapeChecks[]>('bench/src/catalog/check-probe.ts', {
    numbers: [rounds],
  })
  return {
    title: 'One input: checked and priced by the catalogue, and checked by a zod object written by hand',
    figures: shapes.flatMap(({ shape, catalogue, byHand }) => {
      const ratios = catalogue.map((time, round) => time / (byHand[round] ?? Number.NaN))
      return [
        { name: `${shape}: catalogue`, unit: 'µs of processor', spread: spreadOf(catalogue) },
        { name: `${shape}: by hand`, unit: 'µs of processor', spread: spreadOf(byHand) },
        { name: `${shape}: ratio`, unit: '×', spread: spreadOf(ratios), goal: 'at most 3' },
      ]
    }),
  }
}
