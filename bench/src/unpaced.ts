import { ledgerLimits } from '@kiln/ledger'

const DAY_MS = 86_400_000

/** Limits of a ledger in which nothing is paced, and nothing happens by time alone while it is filled. */
export const UNPACED = ledgerLimits({
  submitWindow: { count: 1_000_000, windowMs: 1 },
  pollWindow: { count: 1_000_000, windowMs: 1 },
  weights: {},
  budgets: {},
  queuePerKey: {},
  createTimeoutMs: 600_000,
  pollDeadlineMs: DAY_MS,
  unconfirmedHorizonMs: DAY_MS,
  creditProbeMs: 600_000,
  callbacks: false,
  speed: 1,
})
