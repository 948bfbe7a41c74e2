import { formatFaults, readCliConfig, type Environment } from '@kiln/config'
import { createKieClient, type LiveModel } from '@kiln/kie-client'
import type { Words } from '../words/words.ts'

export type Listing = { ok: true; models: LiveModel[] } | { ok: false; fault: string; hint: string }

/** Asks KIE for its models, once; `url` goes before what the environment says. */
export async function askKie(env: Environment, url: string | undefined, words: Words): Promise<Listing> {
  const { correctOrUrl, noKey, setKey, notListed, checkKey, checkAddress } = words.difference
  const reading = readCliConfig(url === undefined ? env : { ...env, KIE_BASE_URL: url })
  if (!reading.ok) {
    return { ok: false, fault: formatFaults(reading.faults).trim(), hint: correctOrUrl }
  }
  const { baseUrl, apiKey } = reading.config.kie
  if (apiKey === null) {
    return { ok: false, fault: noKey, hint: setKey }
  }
  const client = createKieClient({ baseUrl, apiKey, userAgent: 'kiln/0.1' })
  const listing = await client.listModels()
  client.close()
  if (listing.kind === 'models') return { ok: true, models: listing.models }
  const { code, message } = listing.words
  return {
    ok: false,
    fault: notListed(new URL(baseUrl).host, message, code),
    hint: code === '401' ? checkKey : checkAddress,
  }
}
