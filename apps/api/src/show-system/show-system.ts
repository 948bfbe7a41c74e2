import { digestSettings } from '@kiln/config'
import { systemSchema } from '@kiln/contract'
import { kilnVersion } from '@kiln/telemetry'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { speak } from '../speak.ts'
import { renderSystem } from './render-system.ts'

const schema = {
  summary: 'Show what holds jobs back',
  description:
    'Closed gates and how many jobs each holds, pacing, credits and when they are gone, and the workers.',
  tags: ['System'],
  response: { 200: systemSchema },
}

export function showSystem(api: Api, { ledger, config }: ApiDeps): void {
  const limits = { submit: config.submit.limit, poll: config.poll.limit }
  const own = { version: kilnVersion(), settings: digestSettings(config) }
  api.get('/v1/system', { config: { access: 'operate' as const }, schema }, async (_request, reply) => {
    const [snapshot, forecast] = await Promise.all([ledger.figures(), ledger.creditForecast()])
    return renderSystem(snapshot, forecast, limits, own, speak(reply))
  })
}
