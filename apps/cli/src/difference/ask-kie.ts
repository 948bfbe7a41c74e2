import { formatFaults, readCliConfig, type Environment } from '@kiln/config'
import { createKieClient, type LiveModel } from '@kiln/kie-client'

export type Listing = { ok: true; models: LiveModel[] } | { ok: false; fault: string; hint: string }

/** Asks KIE for its models, once; `url` goes before what the environment says. */
export async function askKie(env: Environment, url: string | undefined): Promise<Listing> {
  const reading = readCliConfig(url === undefined ? env : { ...env, KIE_BASE_URL: url })
  if (!reading.ok) {
    return { ok: false, fault: formatFaults(reading.faults).trim(), hint: 'Correct it, or give --url.' }
  }
  const { baseUrl, apiKey } = reading.config.kie
  if (apiKey === null) {
    const hint = 'Set it to the key of a KIE account; the simulator accepts any, such as simulated.'
    return { ok: false, fault: 'KIE_AI_API_KEY is not set.', hint }
  }
  const client = createKieClient({ baseUrl, apiKey, userAgent: 'kiln/0.1' })
  const listing = await client.listModels()
  client.close()
  if (listing.kind === 'models') return { ok: true, models: listing.models }
  const { code, message } = listing.words
  return {
    ok: false,
    fault: `KIE at ${new URL(baseUrl).host} did not list its models: ${message} (${code}).`,
    hint: code === '401' ? 'Check KIE_AI_API_KEY.' : 'Check the address, and try again in a second.',
  }
}
