import type { Catalog } from '@kiln/catalog'
import type { ApiConfig } from '@kiln/config'
import type { KieClient } from '@kiln/kie-client'
import type { JobLedger, Verdicts } from '@kiln/ledger'
import type { PriceJob } from '@kiln/preflight'
import type { ApiMetrics } from '@kiln/telemetry'
import type { FastifyBaseLogger } from 'fastify'
import type { FollowedKeys } from './access/follow-keys.ts'
import type { LiveKeyring } from './access/keyring.ts'
import type { RedisGuard } from './redis-guard/redis-guard.ts'

/** Everything the HTTP side is built of; importing a module opens nothing. */
export interface ApiDeps {
  config: ApiConfig
  log: FastifyBaseLogger
  metrics: ApiMetrics
  catalog: Catalog
  priceJob: PriceJob
  /** Whether KIE is told where to call back. */
  hasCallback: boolean
  /** For what a person wants to know at once; null without a key. */
  kie: Pick<KieClient, 'recordInfo'> | null
  ledger: JobLedger
  keyring: LiveKeyring
  keys: FollowedKeys
  redis: RedisGuard
  verdicts: Pick<Verdicts, 'wait'>
  /** Asks for a feed soon, and waits for nothing. */
  requestFeed: () => void
  /** How many jobs stand in the BullMQ queue. */
  doorbells: () => Promise<{ waiting: number; active: number }>
}
