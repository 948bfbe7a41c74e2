import { keyListSchema, keySchema } from '@kiln/contract'
import { z } from 'zod'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendProblem } from '../problem/send-problem.ts'
import { readKeys, renderKey } from './render-keys.ts'
import { sendRefused } from './send-refused.ts'

const schemas = {
  list: {
    summary: 'List API keys',
    description: 'Those of the environment and those of the ledger, revoked ones too. Never a secret.',
    tags: ['Keys'],
    response: { 200: keyListSchema, ...problemResponses() },
  },
  revoke: {
    summary: 'Revoke an API key',
    description:
      'Every API process refuses it within five seconds. Its jobs go on. Twice is the same as once, and there is no way ' +
      'back.',
    tags: ['Keys'],
    params: z.object({ name: z.string() }),
    response: { 200: keySchema, ...problemResponses('keyNotListed', 'keyInEnvironment', 'lastAdminKey') },
  },
}

const REFUSED = { gone: 'keyNotListed', lastAdmin: 'lastAdminKey' } as const

const admin = { access: 'admin' as const }

export function manageKeys(api: Api, deps: ApiDeps): void {
  const { ledger, keys, config } = deps
  const inEnvironment = new Set(config.apiKeys.map(({ tenant }) => tenant))
  const environmentHasAdmin = config.apiKeys.some(({ scopes }) => scopes.includes('admin'))

  api.get('/v1/keys', { config: admin, schema: schemas.list }, async () => ({ keys: await readKeys(deps) }))

  api.post('/v1/keys/:name/revoke', { config: admin, schema: schemas.revoke }, async (request, reply) => {
    const { name } = request.params
    const { key: by, from } = request.caller
    const revoked = await ledger.keys.revoke(name, by, { from, environmentHasAdmin })
    if (revoked.kind === 'refused') return sendRefused(reply, keys)
    if (revoked.kind === 'gone' && inEnvironment.has(name)) return sendProblem(reply, 'keyInEnvironment')
    if (revoked.kind !== 'revoked') return sendProblem(reply, REFUSED[revoked.kind])
    await keys.refresh()
    request.log.warn(
      { event: 'keyRevoked', key: name, tenant: revoked.key.tenant, by },
      'an API key was revoked',
    )
    const lastUsedAt = (await ledger.keys.lastUses()).get(name) ?? null
    return renderKey(revoked.key, lastUsedAt, deps)
  })
}
