import type { Api } from '../api.ts'
import { sendProblem } from '../problem/send-problem.ts'
import { languageOfCaller } from '../speak.ts'
import { WORDS } from '../words/words.ts'
import { openCalls } from './cut-refused.ts'
import { decideAccess, type Access } from './decide-access.ts'
import type { FollowedKeys } from './follow-keys.ts'
import type { Caller, Keyring } from './keyring.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyRequest {
    caller: Caller
  }
}

/** Pages and files of the documentation come from a plugin, which cannot say who may see them. */
const DOCUMENTATION = '/docs'

/** Every route says whom it serves, or the server does not start; every request is judged before its body is read. */
export function guardRoutes(
  api: Api,
  keyring: Keyring,
  keys: Pick<FollowedKeys, 'noteUse' | 'hear' | 'onHeard'>,
): void {
  const calls = openCalls(() => performance.now())
  keys.onHeard(() => calls.cutRefused())
  api.decorateRequest('caller')
  api.addHook('onRoute', (route) => {
    if (route.url.startsWith(DOCUMENTATION)) route.config = { ...route.config, access: 'shown' }
    if (route.config?.access === undefined) throw new Error(`route ${route.url} does not say whom it serves`)
  })
  api.addHook('onRequest', async (request, reply) => {
    const { authorization, host, origin } = request.headers
    const access = request.routeOptions.config.access ?? 'shown'
    const decide = () => decideAccess(access, { authorization, host, origin }, keyring)
    let decision = decide()
    if (decision.kind === 'refused' && decision.code === 'redisAway') {
      // Redis may be back, or this process was held up: one look tells.
      await keys.hear()
      decision = decide()
    }
    if (decision.kind === 'allowed') {
      request.caller = decision.caller
      if (decision.caller.key !== '') keys.noteUse(decision.caller.key)
      if (decision.caller.from === 'ledger') calls.begin(request, reply, decide)
      return
    }
    const words = WORDS[languageOfCaller(request)]
    const detail = 'needed' in decision ? words.scopeNeeded(decision.needed, decision.held) : undefined
    return sendProblem(reply, decision.code, detail)
  })
}
