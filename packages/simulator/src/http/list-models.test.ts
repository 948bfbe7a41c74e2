import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startSimulator, type Simulator } from '../index.ts'
import { creditsOf } from '../tasks/price.ts'
import { KieCaller } from '../testing/kie-caller.ts'

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator({ apiKey: 'the-key' })
})
afterAll(() => simulator.close())

describe('GET /api/v1/models', () => {
  test('lists models with what KIE documents of each, at the prices that are charged', async () => {
    const reply = await new KieCaller(simulator, 'the-key').get('/api/v1/models')
    const rows = Object.values(reply.data) as Record<string, string>[]
    expect(rows.length).toBeGreaterThan(5)
    for (const row of rows) {
      expect(Object.keys(row)).toEqual(['model', 'title', 'provider', 'taskType', 'pricingDesc'])
      for (const text of Object.values(row)) expect(text).not.toBe('')
      expect(row['pricingDesc']).toContain(`${creditsOf(row['model']!)} credits`)
    }
  })

  test('wants the key, as every endpoint does', async () => {
    expect(await new KieCaller(simulator, 'another').get('/api/v1/models')).toMatchObject({ code: 401 })
  })
})
