import { describe, expect, test } from '@jest/globals'
import type { TenantLimits } from '@kiln/ledger'
import { capsOf } from './caps-of.ts'

const NONE: TenantLimits = { weight: null, budgetPerDay: null, queueLimit: null }
const caps = (tenant: string, budgets: Record<string, number>, limits: TenantLimits | null = null) =>
  capsOf(tenant, {
    keyring: { limitsOf: () => limits },
    config: { submit: { budgets, weights: { studio: 3 }, queuePerKey: { '*': 9 } } },
  })

describe('the caps of a tenant', () => {
  test('are its own, else those of every key, else none', () => {
    expect(caps('studio', { studio: 5, '*': 1 })).toEqual({ weight: 3, budgetPerDay: 5, queueLimit: 9 })
    expect(caps('trial', { studio: 5, '*': 1 })).toEqual({ weight: 1, budgetPerDay: 1, queueLimit: 9 })
    expect(caps('trial', { studio: 5 }).budgetPerDay).toBeNull()
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect(caps(name, {})).toEqual({ weight: 1, budgetPerDay: null, queueLimit: 9 })
    }
  })

  test('are those of the ledger where it keeps any', () => {
    expect(caps('studio', { studio: 5 }, { ...NONE, budgetPerDay: 50, weight: 0.5 })).toEqual({
      weight: 0.5,
      budgetPerDay: 50,
      queueLimit: 9,
    })
  })
})
