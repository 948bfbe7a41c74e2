import type {
  AuditEntryView,
  AuditPageView,
  CreatedKeyView,
  KeyBody,
  KeyListView,
  KeyView,
} from '@kiln/contract'
import type { Caller } from './calls/caller.ts'
import type { AuditFilter, CallOptions } from './options.ts'

/** Who may call this kiln, and what people did with it: for a key with the scope `admin`. */
export function createKeyCalls({ json }: Caller) {
  async function* audit(
    filter: AuditFilter = {},
    { signal }: CallOptions = {},
  ): AsyncGenerator<AuditEntryView, undefined> {
    let cursor: string | undefined
    do {
      const query = { ...filter, cursor }
      const page = await json<AuditPageView>({
        method: 'GET',
        path: '/v1/audit',
        query,
        isSafe: true,
        signal,
      })
      yield* page.entries
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
  }

  return {
    /** The answer has the secret, once. Not made again by itself: a second call finds the name taken. */
    createKey: (key: KeyBody, { signal }: CallOptions = {}) =>
      json<CreatedKeyView>(
        { method: 'POST', path: '/v1/keys', body: { json: key }, isSafe: false, signal },
        (body) => typeof (body as { secret?: unknown } | null)?.secret === 'string',
      ),
    keys: async ({ signal }: CallOptions = {}) =>
      (await json<KeyListView>({ method: 'GET', path: '/v1/keys', isSafe: true, signal }, hasKeys)).keys,
    /** Revoking twice is the same as once, so it is made again until it is answered. */
    revokeKey: (name: string, { signal }: CallOptions = {}) =>
      json<KeyView>({
        method: 'POST',
        path: `/v1/keys/${encodeURIComponent(name)}/revoke`,
        isSafe: true,
        signal,
      }),
    audit,
  }
}

const hasKeys = (body: unknown) => Array.isArray((body as { keys?: unknown } | null)?.keys)
