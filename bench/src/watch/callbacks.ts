import type { DrawnModel } from './models.ts'
import { drawRuns } from './compare.ts'
import { seededRandom } from './random.ts'
import { LEARNED, RULES } from './rules.ts'
import { weighWithCallbacks } from './weigh.ts'

const LOST_SHARES = [0, 0.02, 1] as const
const HEARD_RULES = [LEARNED, ...RULES.filter(({ name }) => name === 'every 10 s')]
const LESSONS = 10

/** The same runs with callbacks of which a share is lost: only the learned rule reckons with them. */
export function withCallbacks(model: DrawnModel, count: number, seed: number) {
  const runs = drawRuns(model, Math.min(count, 1_000), seed)
  return LOST_SHARES.flatMap((lost) =>
    HEARD_RULES.map((rule) => {
      const weights = Array.from({ length: LESSONS }, (_, n) => {
        const by = { model, random: seededRandom(1_000 * seed + n), callbackHealth: 1 - lost }
        return weighWithCallbacks(rule.readsAt(1, by), runs, lost)
      })
      const mean = (of: (weight: (typeof weights)[number]) => number) =>
        weights.reduce((sum, weight) => sum + of(weight), 0) / LESSONS
      return {
        name: `${lost * 100} % lost: ${rule.name}`,
        reads: mean(({ reads }) => reads),
        lag: mean(({ lag }) => lag),
        lostLag: mean(({ lostLag }) => lostLag),
      }
    }),
  )
}
