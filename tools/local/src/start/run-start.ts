import { join, relative } from 'node:path'
import { REPOSITORY_ROOT } from '../repository-root.ts'
import type { ChosenRedis } from '../redis/choose-redis.ts'
import { connectKilnApi } from './kiln-api.ts'
import { SIMULATED_PREFIX, type ProcessPlan } from './plan-processes.ts'
import type { StartSettings } from './read-settings.ts'
import { allSucceeded, renderResults, renderVerdict } from './render-results.ts'
import { runSample } from './run-sample.ts'
import { FIRST_JOB, SAMPLE_JOBS } from './sample-jobs.ts'
import type { Screen } from './screen.ts'
import type { Shutdown } from './shutdown.ts'
import { startEverything, type StartedKiln } from './start-everything.ts'

export interface StartRun {
  settings: StartSettings
  env: NodeJS.ProcessEnv
  screen: Screen
  shutdown: Shutdown
  /** Something ended by itself: what, how, and its last words. */
  onFault: (message: string) => void
}

const SAMPLE_LIMITS = { pollMs: 250, deadlineMs: 180_000 }

/** Starts kiln and, on the simulator, shows it at work. Answers whether all went well. */
export async function runStart(run: StartRun): Promise<boolean> {
  const { settings, screen, shutdown } = run
  const logFolder = join(REPOSITORY_ROOT, '.kiln', 'logs')
  screen.line('kiln starts on this machine.')
  const started = await startEverything({
    ...run,
    logFolder,
    stateFolder: join(REPOSITORY_ROOT, '.kiln', 'state'),
    onRedis: (redis) => screen.fact('Redis', describeRedis(redis, run)),
    onPlan: (plan) => screen.fact('KIE', describeKie(settings, plan, run.env)),
  })
  showAddresses(run, started, relative(process.cwd(), logFolder))
  const sampled = settings.kie === 'real' || (await showSample(run, started))
  if (!settings.once && !shutdown.signal.aborted) showNextSteps(run, started)
  return sampled
}

function describeRedis(redis: ChosenRedis, { env, settings }: StartRun): string {
  if (redis.kind === 'given' && settings.kie === 'simulator') {
    return `${redis.describe}; simulated jobs have keys of their own there, ${SIMULATED_PREFIX}`
  }
  if (redis.kind !== 'embedded' || (env['KILN_REDIS_CONTRACT'] ?? '') !== '') return redis.describe
  return `${redis.describe}. kiln is told so (KILN_REDIS_CONTRACT=unsafe); for real work install redis-server`
}

function describeKie(settings: StartSettings, plan: ProcessPlan, env: NodeJS.ProcessEnv): string {
  if (settings.kie === 'real') {
    const url = plan.worker['KIE_BASE_URL'] ?? 'https://api.kie.ai'
    return `${url} with your KIE_AI_API_KEY: jobs cost credits, so no sample is run`
  }
  const left =
    (env['KIE_BASE_URL'] ?? '') === '' ? '' : ' (KIE_BASE_URL is left out: it needs KIE_AI_API_KEY)'
  return `simulated at ${plan.worker['KIE_BASE_URL']}, ${settings.speed} times as fast: nothing is paid for${left}`
}

function showAddresses(
  { env, settings, screen }: StartRun,
  { plan, worker, asksForKey }: StartedKiln,
  logs: string,
): void {
  const port = Number(new URL(plan.apiUrl).port)
  const moved = settings.port === 0 || settings.port === port ? '' : ` (port ${settings.port} is taken)`
  screen.fact('API', `${plan.apiUrl}${moved}`)
  const isByLedger = asksForKey && (env['KILN_API_KEYS'] ?? '').trim() === ''
  if (isByLedger) screen.fact('Keys', 'this Redis holds API keys that were made before: every call needs one')
  screen.fact('Docs', `${plan.apiUrl}/docs`)
  const workerMetrics = worker.url === null ? '' : `, of the worker at ${worker.url}/metrics`
  screen.fact('Metrics', `${plan.apiUrl}/metrics${workerMetrics}`)
  screen.fact('Logs', logs)
}

async function showSample(run: StartRun, { plan }: StartedKiln): Promise<boolean> {
  const { screen, shutdown } = run
  screen.line()
  screen.line(`A sample of ${SAMPLE_JOBS.length} jobs, submitted over HTTP:`)
  const api = connectKilnApi(plan.apiUrl, plan.apiKey, shutdown.signal)
  const outcome = await runSample(api, SAMPLE_JOBS, SAMPLE_LIMITS, (jobs) => {
    if (!shutdown.signal.aborted) screen.progress(jobs)
  })
  if (shutdown.signal.aborted) return false
  screen.progressEnds()
  if (!outcome.ok) {
    screen.line(`The API did not take the sample: ${outcome.cause}`)
    return false
  }
  screen.line()
  for (const row of renderResults(outcome.jobs)) screen.line(row)
  screen.line()
  screen.line(renderVerdict(outcome.jobs))
  return allSucceeded(outcome.jobs)
}

function showNextSteps({ settings, screen }: StartRun, { plan, asksForKey }: StartedKiln): void {
  const key = asksForKey ? ` -H 'authorization: Bearer <one of your API keys>'` : ''
  const body = JSON.stringify(FIRST_JOB)
  screen.line()
  screen.line(`Submit one yourself${settings.kie === 'real' ? ' (it costs credits)' : ''}, then watch it:`)
  screen.line(`  curl -s ${plan.apiUrl}/v1/jobs${key} -H 'content-type: application/json' -d '${body}'`)
  screen.line(`  curl -s '${plan.apiUrl}/v1/jobs/<id>?wait=30'${key}`)
  screen.line('Ctrl-C stops everything.')
}
