import { modelSchema, type RunTimesView } from '@kiln/contract'

export type Learned =
  { ok: true; id: string; runTimes: RunTimesView | null } | { ok: false; fault: string; hint: string }

const DEADLINE_MS = 10_000
const WHERE = 'Give --api, or set KILN_API_URL; pnpm start prints the address of its API.'

/** Asks a kiln API what it learned of a model, once; `url` goes before what the environment says. */
export async function askApi(
  env: Record<string, string | undefined>,
  url: string | undefined,
  model: string,
): Promise<Learned> {
  const base = url ?? env['KILN_API_URL'] ?? ''
  if (!URL.canParse(base))
    return { ok: false, fault: `The address of the API must be a URL, got "${base}".`, hint: WHERE }
  const path = model.split('/').map(encodeURIComponent).join('/')
  const address = new URL(`/v1/models/${path}`, base)
  const key = env['KILN_API_KEY'] ?? ''
  try {
    const answer = await fetch(address, {
      headers: key === '' ? {} : { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(DEADLINE_MS),
    })
    return answer.ok ? readModel(await answer.json(), address) : refusalOf(answer, model)
  } catch (error) {
    const { cause, message } = error as Error
    const words = cause instanceof Error ? cause.message : message
    return { ok: false, fault: `The API at ${address.host} does not answer: ${words}`, hint: WHERE }
  }
}

function readModel(body: unknown, address: URL): Learned {
  const parsed = modelSchema.pick({ id: true, runTimes: true }).safeParse(body)
  return parsed.success
    ? { ok: true, ...parsed.data }
    : { ok: false, fault: `What answers at ${address.host} is no kiln API, or another version.`, hint: WHERE }
}

async function refusalOf(answer: Response, model: string): Promise<Learned> {
  if (answer.status === 401 || answer.status === 403) {
    const hint = 'Set KILN_API_KEY to a key of this API with the scope read.'
    return { ok: false, fault: `The API refuses the key (${answer.status}).`, hint }
  }
  const { detail } = (await answer.json().catch(() => ({}))) as { detail?: string }
  const fault =
    answer.status === 404 ? `No model is called "${model}".` : `The API answered ${answer.status}.`
  return { ok: false, fault, hint: detail ?? 'kiln models lists every id.' }
}
