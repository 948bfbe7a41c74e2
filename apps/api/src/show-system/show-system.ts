import { systemSchema } from '@kiln/contract'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { renderSystem } from './render-system.ts'

const schema = {
  summary: 'Show what holds jobs back',
  description:
    'Closed gates and how many jobs each holds, pacing, credits and when they are gone, and the workers.',
  tags: ['System'],
  response: { 200: systemSchema },
}

export function showSystem(api: Api, { ledger, config: { submit, poll } }: ApiDeps): void {
  api.get('/v1/system', { config: { access: 'operate' as const }, schema }, async () => {
    const [snapshot, forecast] = await Promise.all([ledger.figures(), ledger.creditForecast()])
    return renderSystem(snapshot, forecast, { submit: submit.limit, poll: poll.limit })
  })
}
