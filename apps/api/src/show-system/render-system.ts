import type { Rate } from '@kiln/config'
import type { SystemView } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { gateKind, type CreditForecast, type LedgerSnapshot } from '@kiln/ledger'
import { renderTime, renderTimeOrNull } from '../show-job/render-time.ts'
import { tellCause } from '../show-job/tell-cause.ts'

const BUSIEST_SHOWN = 10

export function renderSystem(
  snapshot: LedgerSnapshot,
  forecast: CreditForecast | null,
  limits: { submit: Rate; poll: Rate },
  own: { version: string; settings: string },
  language: Language,
): SystemView {
  return {
    now: renderTime(snapshot.now),
    version: own.version,
    gates: snapshot.closedGates.flatMap((closed) => renderGate(closed, language)),
    jobs: snapshot.states,
    busiest: snapshot.queuedByModel.slice(0, BUSIEST_SHOWN),
    submit: {
      ...renderWindow(limits.submit, snapshot.submitWindowUsed),
      slowStart: snapshot.slowStart,
      shortestCallMs: snapshot.shortestCallMs,
    },
    poll: renderWindow(limits.poll, snapshot.pollWindowUsed),
    credits: renderCredits(snapshot.balance, forecast),
    workers: snapshot.workers.map((worker) => renderWorker(worker, own.settings)),
    lastCallbackAt: renderTimeOrNull(snapshot.lastCallbackAt),
    strayTasks: snapshot.strayTasks,
    orphans: {
      count: snapshot.orphans.count,
      newest: snapshot.orphans.newest.map(({ taskId, seenAt }) => ({ taskId, seenAt: renderTime(seenAt) })),
    },
  }
}

/** The hold on reads holds no job, and is not shown among the gates. */
function renderGate(closed: LedgerSnapshot['closedGates'][number], language: Language): SystemView['gates'] {
  const gate = gateKind(closed.gate)
  if (gate === null) return []
  const colon = closed.gate.indexOf(':')
  return [
    {
      gate,
      model: colon === -1 ? null : closed.gate.slice(colon + 1),
      detail: tellCause(closed.cause, language),
      since: renderTime(closed.since),
      until: renderTimeOrNull(closed.until),
      probes: closed.probes,
      jobsHeld: closed.jobsHeld,
    },
  ]
}

function renderWorker(worker: LedgerSnapshot['workers'][number], settings: string) {
  const { host, pid, startedAt, seenAt, clockSkewMs, version = null } = worker
  return {
    host,
    pid,
    startedAt: renderTime(startedAt),
    seenAt: renderTime(seenAt),
    clockSkewMs,
    version,
    agrees: worker.settings === undefined ? null : worker.settings === settings,
  }
}

function renderWindow({ count, windowMs }: Rate, used: number) {
  return { places: count, windowMs, used }
}

function renderCredits(
  balance: LedgerSnapshot['balance'],
  forecast: CreditForecast | null,
): SystemView['credits'] {
  if (balance === null) return null
  return {
    balance: balance.credits,
    seenAt: renderTime(balance.at),
    perHour: forecast?.perHour ?? null,
    goneAt: renderTimeOrNull(forecast?.goneAt ?? null),
  }
}
