import { createdKeySchema, keyBodySchema, type KeyBody } from '@kiln/contract'
import type { NewKey, TenantLimits } from '@kiln/ledger'
import type { FastifyReply } from 'fastify'
import { LOCAL_CALLER } from '../access/decide-access.ts'
import { drawSecret } from '../access/secret.ts'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendProblem } from '../problem/send-problem.ts'
import { languageOfCaller } from '../speak.ts'
import { WORDS } from '../words/words.ts'
import { renderKey } from './render-keys.ts'
import { sendRefused } from './send-refused.ts'

const schema = {
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
}

/** Who acts in the audit where no key does. */
const OF_THE_AUDIT: readonly string[] = [LOCAL_CALLER.key, 'kiln']

const REFUSED = {
  taken: 'keyNameTaken',
  adminFirst: 'firstKeyNotAdmin',
  full: 'tooManyKeys',
} as const

export function createKey(api: Api, deps: ApiDeps): void {
  const { ledger, keyring, keys, config } = deps
  const inEnvironment = new Set(config.apiKeys.map(({ tenant }) => tenant))
  const environmentHasAdmin = config.apiKeys.some(({ scopes }) => scopes.includes('admin'))

  api.post('/v1/keys', { config: { access: 'admin' as const }, schema }, async (request, reply) => {
    const { body, caller } = request
    if (inEnvironment.has(body.name) || OF_THE_AUDIT.includes(body.name))
      return sendProblem(reply, 'keyNameTaken')
    const [now, expiresAt] = [keyring.now(), expiryOf(body)]
    if (now !== null && expiresAt !== null && expiresAt <= now) return sendExpired(reply)
    const { secret, ...drawn } = drawSecret()
    const created = await ledger.keys.create(newKeyOf(body, drawn, caller.key), {
      from: caller.from,
      environmentHasAdmin,
    })
    if (created.kind === 'refused') return sendRefused(reply, keys)
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
}

function sendExpired(reply: FastifyReply): FastifyReply {
  const { message, hint, expected } = WORDS[languageOfCaller(reply.request)].expiresInPast
  return sendProblem(reply, 'validation', message, [
    { path: 'expiresAt', code: 'outOfRange', message, expected, hint },
  ])
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
