import type { Language } from '@kiln/languages'
import { KilnProblem, type Kiln, type SystemView } from '@kiln/sdk'
import { found, type Finding } from './findings.ts'
import { causeOf } from './look-at-callback.ts'
import { readBriefly } from './read-briefly.ts'

const PATIENCE_MS = 5_000
const NO_KILN = 'GET /v1/system does not answer as kiln does'
/** Beyond it a machine's times in logs and receipts lead astray. */
const MOST_SKEW_S = 5

/** The running installation, as its API tells of it. */
export async function lookAtApi(address: string, kiln: Kiln, language: Language): Promise<Finding[]> {
  const ready = await askReady(address, language)
  if (ready !== null) return [ready]
  try {
    const system = await kiln.system()
    return isWhole(system)
      ? judgeSystem(system, address)
      : [found('apiNotReady', { address, reason: NO_KILN })]
  } catch (error) {
    if (!(error instanceof KilnProblem)) throw error
    const refused = error.status === 401 || error.status === 403
    const reason = error.detail || error.title
    return [found(refused ? 'apiKeyRefused' : 'apiNotReady', { address, reason })]
  }
}

async function askReady(address: string, language: Language): Promise<Finding | null> {
  try {
    const answer = await fetch(`${address}/readyz`, {
      headers: { 'accept-language': language },
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    const detail = detailIn(await readBriefly(answer))
    if (answer.status === 200) return null
    return found('apiNotReady', { address, reason: `${answer.status} ${detail}`.trim() })
  } catch (error) {
    return found('apiSilent', { address, reason: causeOf(error) })
  }
}

/** Why it is not ready, in its own words, if it has any. */
function detailIn(body: string): string {
  try {
    const detail = (JSON.parse(body) as { detail?: unknown } | null)?.detail
    return typeof detail === 'string' ? detail : ''
  } catch {
    return ''
  }
}

/** `rate` and `turn` hold jobs in every kiln that is busy. */
const EVERYDAY: readonly string[] = ['rate', 'turn']

/** Whether it has what is judged; an older kiln may tell less than the rest. */
function isWhole({ workers, gates }: SystemView): boolean {
  const areWorkers = Array.isArray(workers) && workers.every((one) => Number.isFinite(one?.clockSkewMs))
  return areWorkers && gates.every((one) => typeof one?.gate === 'string')
}

export function judgeSystem({ workers, gates, version }: SystemView, address: string): Finding[] {
  const differing = workers.filter(({ agrees }) => agrees === false).map(nameOf)
  const versions = [...new Set([version, ...workers.map((worker) => worker.version)])]
  const known = versions.filter((one) => one !== null)
  const findings = [
    ...(workers.length === 0 ? [found('noWorker', {})] : []),
    ...(differing.length > 0 ? [found('workersDiffer', { names: differing.join(', ') })] : []),
    ...(known.length > 1 ? [found('versionsMixed', { versions: known.toSorted().join(', ') })] : []),
    ...workers.flatMap((worker) => judgeSkew(nameOf(worker), worker.clockSkewMs)),
    ...gates
      .filter(({ gate }) => !EVERYDAY.includes(gate))
      .map(({ gate, model, detail, jobsHeld }) =>
        found('gateClosed', { gate: model === null ? gate : `${gate} ${model}`, detail, jobsHeld }),
      ),
  ]
  return findings.length > 0 ? findings : [found('apiGood', { address, workers: workers.length })]
}

const nameOf = ({ host, pid }: { host: string; pid: number }) => `${host}/${pid}`

function judgeSkew(name: string, skewMs: number): Finding[] {
  const seconds = Math.round(Math.abs(skewMs) / 100) / 10
  return seconds > MOST_SKEW_S ? [found('workerClockOff', { name, seconds })] : []
}
