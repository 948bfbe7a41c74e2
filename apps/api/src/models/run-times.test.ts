import { describe, expect, test } from '@jest/globals'
import { modelSchema } from '@kiln/contract'
import { run, settle, submitted, SUCCESS } from '../testing/drive-job.ts'
import { useTestApi } from '../testing/use-test-api.ts'

const suite = useTestApi()
const shown = async () => modelSchema.parse((await suite.kiln.call('/v1/models/nano-banana-2')).json())

describe('the run times of a model', () => {
  test('are null before its first run, and then what was counted, in real seconds', async () => {
    expect((await shown()).runTimes).toBeNull()
    for (const ranMs of [60_000, 60_000, 60_000, 130_000]) {
      const { id } = await submitted(suite.kiln)
      await run(suite.kiln.ledger, id)
      await settle(suite.kiln.ledger, id, SUCCESS, ranMs)
    }
    const { runTimes } = await shown()
    expect(runTimes).toMatchObject({ runs: 4, buckets: [{ runs: 3 }, { runs: 1 }] })
    for (const [n, seconds] of [60, 130].entries()) {
      expect(runTimes!.buckets[n]!.fromSeconds).toBeLessThanOrEqual(seconds)
      expect(runTimes!.buckets[n]!.toSeconds).toBeGreaterThan(seconds)
    }
    expect(runTimes!.expectedSeconds.half).toBeGreaterThan(45)
    expect(runTimes!.expectedSeconds.half).toBeLessThan(80)
  })
})
