import type { ApiConfig } from '@kiln/config'
import type { TenantLimits } from '@kiln/ledger'
import type { LiveKeyring } from './keyring.ts'

/** What a tenant may do; null is no bound. */
export interface Caps extends TenantLimits {
  weight: number
}

interface CapsDeps {
  keyring: Pick<LiveKeyring, 'limitsOf'>
  config: { submit: Pick<ApiConfig['submit'], 'weights' | 'budgets' | 'queuePerKey'> }
}

/** What the ledger keeps for it, else what this process was told. The scripts, which decide, go by the same. */
export function capsOf(tenant: string, { keyring, config: { submit } }: CapsDeps): Caps {
  const limits = keyring.limitsOf(tenant)
  return {
    weight: limits?.weight ?? own(submit.weights, tenant) ?? 1,
    budgetPerDay: limits?.budgetPerDay ?? own(submit.budgets, tenant) ?? submit.budgets['*'] ?? null,
    queueLimit: limits?.queueLimit ?? own(submit.queuePerKey, tenant) ?? submit.queuePerKey['*'] ?? null,
  }
}

const own = (amounts: Readonly<Record<string, number>>, tenant: string) =>
  Object.hasOwn(amounts, tenant) ? amounts[tenant] : undefined
