import type { SimulatedKie } from '../simulated-kie.ts'
import { envelope, success, type Answer } from './envelope.ts'
import { jsonObject } from './serve.ts'

const LINK_LIFE_MS = 20 * 60_000

/** POST /api/v1/common/download-url: a link that lives twenty minutes, for own results only. */
export function downloadUrl(kie: SimulatedKie, body: unknown): Answer {
  const url = jsonObject(body)?.['url']
  const own = typeof url === 'string' && url.startsWith(`${kie.baseUrl}/files/`)
  if (!own) return envelope(422, 'url is wrong', null)
  const link = new URL(url)
  link.searchParams.set('until', String(Math.round(Date.now() + kie.scaled(LINK_LIFE_MS))))
  return success(link.href)
}
