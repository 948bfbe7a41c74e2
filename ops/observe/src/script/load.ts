import { setTimeout as pause } from 'node:timers/promises'

const MODELS = ['nano-banana-2', 'qwen/text-to-image', 'z-image', 'nano-banana-2'] as const

/** What KIE does with every so-manieth job. Durations are the world's. */
const MOODS: readonly { every: number; marker: string }[] = [
  { every: 97, marker: 'durationMs=660000' },
  { every: 13, marker: 'fail=501' },
  { every: 29, marker: 'fail=422:flagged as sensitive' },
  { every: 31, marker: 'code=501' },
  { every: 11, marker: 'noTaskId, callback=none' },
]
const CANCELED_EVERY = 17
const BETWEEN_JOBS_MS = 200
const CANCEL_AFTER_MS = 800
/** At least so long, so that results come while others are still on their way. */
const SHORTEST_TASK_MS = 20_000
const FURTHER_TASK_MS = 5_000

export interface Load {
  /** Jobs that were answered 202 so far. */
  accepted(): number
  /** Takes no further job, and waits for those under way. */
  stop(): Promise<void>
}

/** Hands in five jobs a second, of several models and fates, until it is stopped. */
export function startLoad(apiUrl: string): Load {
  let accepted = 0
  let going = true
  const cancels: Promise<void>[] = []

  async function submit(n: number): Promise<void> {
    const id = await handIn(apiUrl, n)
    if (id === null) return
    accepted++
    if (n % CANCELED_EVERY === 0)
      cancels.push(
        pause(CANCEL_AFTER_MS)
          .then(() => post(`${apiUrl}/v1/jobs/${id}/cancel`))
          .then(() => undefined),
      )
  }

  async function run(): Promise<void> {
    for (let n = 1; going; n++) {
      await submit(n)
      await pause(BETWEEN_JOBS_MS)
    }
  }

  const running = run()
  return {
    accepted: () => accepted,
    async stop() {
      going = false
      await running
      await Promise.all(cancels)
    },
  }
}

/** The id of the job; null where the API took none, as while Redis is full. An answer that is lost is asked for again. */
async function handIn(apiUrl: string, n: number): Promise<string | null> {
  const mood = MOODS.find(({ every }) => n % every === 0)
  const durationMs = SHORTEST_TASK_MS + (n % 7) * FURTHER_TASK_MS
  const markers = mood?.marker.includes('durationMs')
    ? mood.marker
    : [`durationMs=${durationMs}`, mood?.marker].filter(Boolean).join(', ')
  const body = { model: MODELS[n % MODELS.length], input: { prompt: `a kiln #job:p${n} [sim: ${markers}]` } }
  for (;;) {
    const response = await post(`${apiUrl}/v1/jobs`, body, { 'idempotency-key': `proof-${n}` })
    if (response?.status === 202) return ((await response.json()) as { id: string }).id
    await response?.body?.cancel()
    if (response && response.status < 500) throw new Error(`POST /v1/jobs answered ${response.status}`)
    await pause(BETWEEN_JOBS_MS)
  }
}

async function post(
  url: string,
  body: object = {},
  headers: Record<string, string> = {},
): Promise<Response | null> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  } catch {
    return null
  }
}
