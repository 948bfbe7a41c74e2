import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { classifyRead, readTaskOrigin, type KieClient, type TaskOrigin } from '@kiln/kie-client'
import { seenOf, type JobRecord, type LastAct, type OperatorActs, type ReadEvidence } from '@kiln/ledger'
import { holdAfterRead, isInOrder, type DecisionTiming, type ReadOutcome } from '@kiln/lifecycle'

/** What asking KIE in somebody's name takes. */
export interface ActDeps {
  /** null without a key. */
  kie: Pick<KieClient, 'recordInfo'> | null
  acts: OperatorActs
  timing: DecisionTiming
  readTimeoutMs: number
  /** Told of every call. */
  onAnswer: (outcome: ReadOutcome, tookMs: number) => void
}

/** Why KIE could not be asked, as data: whoever shows it chooses the words. */
export type NotAsked =
  | { kind: 'noKey' }
  /** A gate holds all reads. */
  | { kind: 'held'; cause: string }
  /** No place in the read meter came free in time. */
  | { kind: 'busy' }

export type Asked =
  | { kind: 'asked'; outcome: ReadOutcome; origin: TaskOrigin | null; evidence: ReadEvidence; now: number }
  | { kind: 'notAsked'; why: NotAsked }
  /** Somebody acted on the job while this one waited for a place. */
  | { kind: 'stale'; lastAct: LastAct | null }

/** How long a person waits for a place in the read meter, before the call itself. */
const WAIT_MS = 5_000
/** Places come back in time, or early; nobody asks Redis more often than this. */
const LOOK_EVERY_MS = { least: 10, most: 250 }

/** One recordInfo call in a person's name, and what it means. */
export async function askKie(deps: ActDeps, job: JobRecord, taskId: string): Promise<Asked> {
  const { kie, timing } = deps
  if (kie === null) return { kind: 'notAsked', why: { kind: 'noKey' } }
  const place = await takePlace(deps.acts, job)
  if (place.kind !== 'go') return place
  const startedMs = performance.now()
  const exchange = await kie.recordInfo(taskId, { timeoutMs: deps.readTimeoutMs })
  const tookMs = performance.now() - startedMs
  const outcome = classifyRead(exchange, taskId)
  deps.onAnswer(outcome, tookMs)
  return {
    kind: 'asked',
    outcome,
    origin: readTaskOrigin(exchange),
    evidence: { ok: isInOrder(outcome), askedAt: place.now, hold: holdAfterRead(outcome, timing) },
    now: place.now + Math.round(tookMs),
  }
}

async function takePlace(acts: OperatorActs, job: JobRecord) {
  const asker = randomBytes(8).toString('hex')
  const untilMs = performance.now() + WAIT_MS
  for (;;) {
    const place = await acts.takeRead(seenOf(job), asker, LOOK_EVERY_MS.most * 2)
    switch (place.kind) {
      case 'go':
        return place
      case 'held':
        return notAsked({ kind: 'held', cause: place.cause })
      case 'stale':
        return place
      case 'gone':
        return { kind: 'stale', lastAct: null } as const
      case 'wait': {
        const waitMs = Math.min(LOOK_EVERY_MS.most, Math.max(LOOK_EVERY_MS.least, place.untilAt - place.now))
        if (performance.now() + waitMs > untilMs) return notAsked({ kind: 'busy' })
        await delay(waitMs)
      }
    }
  }
}

const notAsked = (why: NotAsked) => ({ kind: 'notAsked', why }) as const
