import { createdKeySchema, keyBodySchema, keyListSchema, keySchema, type KeyBody } from '@kiln/contract'
import type { NewKey, TenantLimits } from '@kiln/ledger'
import { z } from 'zod'
import { drawSecret } from '../access/secret.ts'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendProblem } from '../problem/send-problem.ts'
import { languageOfCaller } from '../speak.ts'
import { WORDS } from '../words/words.ts'
import { readKeys, renderKey } from './render-keys.ts'

const schemas = {
  create: {
    summary: 'Create an API key',
    description:
      'The answer shows its secret, once: kiln keeps a digest alone. Caps are those of its tenant: they hold for all its ' +
      'keys, in every process at once, and go before those of the environment; null takes one away. The first key of an ' +
      'installation without KILN_API_KEYS must have the scope `admin` and no `expiresAt`; from then on every call ' +
      'needs a key.',
    tags: ['Keys'],
    body: keyBodySchema,
    response: {
      201: createdKeySchema,
      ...problemResponses(
        'bodyUnparsable',
        'keyNameTaken',
        'tooManyKeys',
        'bodyTooLarge',
        'mediaTypeUnsupported',
        'validation',
        'firstKeyNotAdmin',
      ),
    },
  },
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

const REFUSED = {
  taken: 'keyNameTaken',
  adminFirst: 'firstKeyNotAdmin',
  full: 'tooManyKeys',
  gone: 'keyNotListed',
  lastAdmin: 'lastAdminKey',
} as const

const admin = { access: 'admin' as const }

export function manageKeys(api: Api, deps: ApiDeps): void {
  const { ledger, keyring, keys, config } = deps
  const inEnvironment = new Set(config.apiKeys.map(({ tenant }) => tenant))
  const environmentHasAdmin = config.apiKeys.some(({ scopes }) => scopes.includes('admin'))

  api.post('/v1/keys', { config: admin, schema: schemas.create }, async (request, reply) => {
    const { body, caller } = request
    if (inEnvironment.has(body.name)) return sendProblem(reply, 'keyNameTaken')
    const now = keyring.now()
    if (now !== null && expiryOf(body) !== null && expiryOf(body)! <= now) {
      const { message, hint, expected } = WORDS[languageOfCaller(request)].expiresInPast
      const fault = { path: 'expiresAt', code: 'outOfRange', message, expected, hint }
      return sendProblem(reply, 'validation', message, [fault])
    }
    const { secret, ...drawn } = drawSecret()
    const created = await ledger.keys.create(newKeyOf(body, drawn, caller.key), environmentHasAdmin)
    if (created.kind !== 'created') return sendProblem(reply, REFUSED[created.kind])
    await keys.refresh()
    const { name, tenant, scopes } = created.key
    request.log.warn(
      { event: 'keyCreated', key: name, tenant, scopes, by: caller.key },
      'an API key was created',
    )
    const view = renderKey(created.key, null, deps)
    return reply
      .code(201)
      .header('cache-control', 'no-store')
      .send({ ...view, secret })
  })

  api.get('/v1/keys', { config: admin, schema: schemas.list }, async () => ({ keys: await readKeys(deps) }))

  api.post('/v1/keys/:name/revoke', { config: admin, schema: schemas.revoke }, async (request, reply) => {
    const { name } = request.params
    if (inEnvironment.has(name)) return sendProblem(reply, 'keyInEnvironment')
    const by = request.caller.key
    const revoked = await ledger.keys.revoke(name, by, environmentHasAdmin)
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

const expiryOf = ({ expiresAt }: KeyBody) => (expiresAt === undefined ? null : Date.parse(expiresAt))

function newKeyOf(
  body: KeyBody,
  drawn: Pick<NewKey, 'id' | 'digest' | 'lastFour'>,
  createdBy: string,
): NewKey {
  const { name, scopes, tenant = name, expiresAt: _expiresAt, ...limits } = body
  return {
    ...drawn,
    name,
    tenant,
    scopes: [...new Set(scopes)],
    createdBy,
    expiresAt: expiryOf(body),
    limits: limits satisfies Partial<TenantLimits>,
  }
}
