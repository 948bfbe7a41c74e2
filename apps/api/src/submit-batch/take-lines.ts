import { BATCH_LINES_MAX, LINE_ERRORS_KEPT, type FieldError } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import type { BatchLine, Staging } from '@kiln/ledger'
import { createAdder, createLineJudge, parseLine, type JudgedLine, type Preflight } from '@kiln/preflight'
import { jobFieldsOf } from '../accept-job/new-job.ts'
import type { BatchBody } from './read-body.ts'
import type { BatchHead } from './read-head.ts'

export type Totals = ReturnType<ReturnType<typeof createAdder>['total']>

export interface Intake extends Preflight {
  language: Language
  tenant: string
  defaultRetries: number
  /** Why a job of such a ceiling cannot run, apart from what its model says of it. */
  judgeCeiling: (ceiling: number | null, head: BatchHead) => FieldError | null
  /** More good lines than these would never fit; null where nothing bounds them. */
  mostLines: number | null
  /** Read with the first line, once it is whole; null where it is faulty. */
  readHead: () => BatchHead | null
  /** Aborted once nobody waits for the answer. */
  signal: AbortSignal
}

export type Taken =
  { kind: 'whole'; totals: Totals } | { kind: 'tooMany' | 'beyondQueue' | 'faultyHead' | 'gone' }

/** A hundred thousand bad lines must not fill Redis with words: beyond this each keeps its first fault alone. */
const WORDS_KEPT = 20_000_000

/** Judges the lines as they come and stages them; reads no faster than they are written. The body lets others have their turn. */
export async function takeLines(body: BatchBody, staging: Staging, intake: Intake): Promise<Taken> {
  const adder = createAdder()
  const addBad = keepFaults(staging)
  let judge: ReturnType<typeof judgeWith> | null = null
  const mostLines = intake.mostLines ?? BATCH_LINES_MAX
  let lines = 0
  let good = 0
  for await (const { raw, line } of body.lines) {
    lines += 1
    if (lines > BATCH_LINES_MAX) return { kind: 'tooMany' }
    if (intake.signal.aborted) return { kind: 'gone' }
    if (judge === null) {
      const head = intake.readHead()
      if (head === null) return { kind: 'faultyHead' }
      judge = judgeWith(head, intake)
    }
    const parsed = parseLine(raw, intake.language)
    const verdict = parsed.ok ? judge(parsed.value, line) : badLine(line, null, [parsed.fault])
    adder.add(verdict)
    good += Number(verdict.ok)
    if (good > mostLines) return { kind: 'beyondQueue' }
    const written = verdict.ok ? staging.addLine(verdict.job) : addBad(verdict)
    if (written !== undefined) await written
  }
  return { kind: 'whole', totals: adder.total() }
}

type Bad = Extract<JudgedLine, { ok: false }>
type Verdict = (Extract<JudgedLine, { ok: true }> & { job: BatchLine }) | Bad

function judgeWith(head: BatchHead, intake: Intake): (raw: unknown, line: number) => Verdict {
  const judgeLine = createLineJudge(intake, intake.language, head.defaults)
  return (raw, line) => {
    const verdict = judgeLine(raw, line)
    if (!verdict.ok) return verdict
    const job = { ...jobFieldsOf(verdict.checked, intake.tenant, intake.defaultRetries, intake), line }
    const tooDear = intake.judgeCeiling(job.ceiling, head)
    return tooDear === null ? { ...verdict, job } : badLine(line, verdict.customId, [tooDear])
  }
}

function badLine(line: number, customId: string | null, errors: FieldError[]): Bad {
  return { ok: false, line, customId, errors }
}

function keepFaults(staging: Staging) {
  let words = 0
  return ({ line, customId, errors }: Bad) => {
    const kept = errors.slice(0, words > WORDS_KEPT ? 1 : LINE_ERRORS_KEPT)
    words += kept.reduce((sum, { message }) => sum + message.length + 100, 0)
    return staging.addBadLine({ line, customId, errors: kept })
  }
}
