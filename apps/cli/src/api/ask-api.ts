import { modelSchema, type RunTimesView } from '@kiln/contract'
import type { Words } from '../words/words.ts'

export type Learned =
  { ok: true; id: string; runTimes: RunTimesView | null } | { ok: false; fault: string; hint: string }

const DEADLINE_MS = 10_000

/** Asks a kiln API what it learned of a model, once; `url` goes before what the environment says. */
export async function askApi(
  env: Record<string, string | undefined>,
  url: string | undefined,
  model: string,
  words: Words,
): Promise<Learned> {
  const { giveAddress, noAddress, silent } = words.schedule
  const base = url ?? env['KILN_API_URL'] ?? ''
  if (!URL.canParse(base)) return { ok: false, fault: noAddress(base), hint: giveAddress }
  const path = model.split('/').map(encodeURIComponent).join('/')
  const address = new URL(`/v1/models/${path}`, base)
  const key = env['KILN_API_KEY'] ?? ''
  try {
    const answer = await fetch(address, {
      headers: key === '' ? {} : { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(DEADLINE_MS),
    })
    return answer.ok ? readModel(await answer.json(), address, words) : await refusalOf(answer, model, words)
  } catch (error) {
    const { cause, message } = error as Error
    const told = cause instanceof Error ? cause.message : message
    return { ok: false, fault: silent(address.host, told), hint: giveAddress }
  }
}

function readModel(body: unknown, address: URL, { schedule }: Words): Learned {
  const parsed = modelSchema.pick({ id: true, runTimes: true }).safeParse(body)
  return parsed.success
    ? { ok: true, ...parsed.data }
    : { ok: false, fault: schedule.noKiln(address.host), hint: schedule.giveAddress }
}

async function refusalOf(answer: Response, model: string, { schedule, models }: Words): Promise<Learned> {
  const { status } = answer
  if (status === 401 || status === 403) {
    return { ok: false, fault: schedule.keyRefused(status), hint: schedule.setKey }
  }
  const { detail } = (await answer.json().catch(() => ({}))) as { detail?: string }
  const fault = status === 404 ? models.unknown(model) : schedule.answered(status)
  return { ok: false, fault, hint: detail ?? models.everyId }
}
