import { STATE_NAMES } from '@kiln/lifecycle'
import type { Books } from '@kiln/simulator'
import type { Redis } from 'ioredis'
import type { Prometheus } from '../prometheus/ask.ts'

/** One figure as it stands in each of the three books; null where a book does not have it. */
export interface Figure {
  name: string
  metrics: number
  ledger: number | null
  books: number | null
}

export interface Truth {
  accepted: number
  records: readonly Readonly<Record<string, string>>[]
  books: Books
}

const MICRO = 1_000_000
/** Answers of createTask that mean the same on both sides. */
const CODES = ['401', '402', '429', '501']
const ENDED = ['succeeded', 'failed', 'canceled'] as const

/** What the metrics say at the end, beside the ledger and KIE's books. */
export async function readFigures(prometheus: Prometheus, truth: Truth, at: number): Promise<Figure[]> {
  const ask = async (expr: string) => (await prometheus.moment(expr, at))[0]?.points[0]?.[1] ?? Number.NaN
  const inState = (state: string) => truth.records.filter((record) => record['state'] === state)
  const figures: Figure[] = [
    {
      name: 'jobs accepted',
      metrics: await ask('max(kiln_jobs_accepted_total)'),
      ledger: truth.records.length,
      books: truth.accepted,
    },
  ]
  for (const state of STATE_NAMES) {
    const metrics = await ask(`max(kiln_jobs{state="${state}"})`)
    figures.push({ name: `jobs ${state}`, metrics, ledger: inState(state).length, books: null })
  }
  for (const state of ENDED) {
    const metrics = await ask(`sum(kiln_jobs_finished_total{state="${state}"}) or vector(0)`)
    figures.push({ name: `verdicts ${state}`, metrics, ledger: inState(state).length, books: null })
  }
  const tasks = truth.books.charges.filter(({ state }) => state === 'success')
  for (const model of new Set(truth.records.map((record) => record['model'] ?? ''))) {
    const ended = new Set(
      truth.records
        .filter((record) => record['model'] === model && ENDED.includes(record['state'] as 'failed'))
        .map((record) => record['taskId']),
    )
    const charged = tasks.filter(({ taskId }) => ended.has(taskId))
    const booked = truth.records.filter((record) => record['model'] === model)
    figures.push({
      name: `credits ${model}`,
      metrics: await ask(`sum(max by (outcome) (kiln_credits_total{model="${model}"}))`),
      ledger: sum(booked.map((record) => Number(record['bookedMicro'] ?? 0) / MICRO)),
      books: sum(charged.map(({ credits }) => credits)),
    })
  }
  for (const code of CODES) {
    const metrics = await ask(`sum(kie_responses_total{endpoint="createTask", code="${code}"}) or vector(0)`)
    figures.push({
      name: `createTask ${code}`,
      metrics,
      ledger: null,
      books: truth.books.creates.byCode[code] ?? 0,
    })
  }
  return figures
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0)
const differ = (a: number, b: number | null) => b !== null && !(Math.abs(a - b) < 1e-6)

export function faultsOfFigures(figures: readonly Figure[]): string[] {
  return figures
    .filter(({ metrics, ledger, books }) => differ(metrics, ledger) || differ(metrics, books))
    .map(
      ({ name, metrics, ledger, books }) => `${name}: metrics ${metrics}, ledger ${ledger}, books ${books}`,
    )
}

export async function readRecords(db: Redis): Promise<Record<string, string>[]> {
  const keys = await db.keys('{kiln}:job:*')
  return Promise.all(keys.map((key) => db.hgetall(key)))
}
