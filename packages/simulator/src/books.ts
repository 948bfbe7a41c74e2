import type { SimulatedKie } from './simulated-kie.ts'
import type { Endpoint } from './faults.ts'
import { creditsConsumed, stateOf } from './tasks/task.ts'

/** One createTask that made a task. The callback URL is a secret of the caller and stays out. */
export interface Charge {
  key: string
  taskId: string
  model: string
  /** Reserved or kept; 0 once the task failed. */
  credits: number
  at: number
  state: string
}

export interface Counts {
  creates: {
    /** Calls that made a task, whatever became of the answer. */
    accepted: number
    /** Every createTask answer by its code; `lost` where none was sent. */
    byCode: Record<string, number>
  }
  reads: number
  readsByCode: Record<string, number>
  callbacksSent: number
  callbacksFailed: number
  /** Not sent because the URL leads off this machine. */
  callbacksRefused: number
  callbacksDropped: number
  balance: number
  /** Tasks that left the books because there was no room; 0 means the books are complete. */
  forgotten: number
}

export interface Books extends Counts {
  charges: Charge[]
  byKey: Record<string, number>
  /** When each createTask call arrived, rejected ones included: epoch ms on a clock that never steps back. */
  createTimes: number[]
}

/** What is counted as it happens; everything else in the books is read off the tasks. */
export class Tally {
  readonly callbacks = { sent: 0, failed: 0, refused: 0, dropped: 0 }
  readonly #byCode: Record<Endpoint, Record<string, number>> = {
    createTask: {},
    recordInfo: {},
    credit: {},
    models: {},
    downloadUrl: {},
    upload: {},
  }
  readonly #maxCreateTimes: number
  #createTimes: number[] = []

  constructor(maxCreateTimes: number) {
    this.#maxCreateTimes = maxCreateTimes
  }

  noteCreate(epochMs: number): void {
    this.#createTimes.push(epochMs)
    // Twice the room, then cut: cutting at every call would copy the whole list each time.
    if (this.#createTimes.length > 2 * this.#maxCreateTimes) this.#createTimes = this.createTimes()
  }

  noteAnswer(endpoint: Endpoint, code: string): void {
    const counts = this.#byCode[endpoint]
    counts[code] = (counts[code] ?? 0) + 1
  }

  createTimes(): number[] {
    return this.#createTimes.slice(-this.#maxCreateTimes)
  }

  answersOf(endpoint: Endpoint): Record<string, number> {
    return { ...this.#byCode[endpoint] }
  }
}

export function readCounts(kie: SimulatedKie): Counts {
  const { sent, failed, refused, dropped } = kie.tally.callbacks
  const readsByCode = kie.tally.answersOf('recordInfo')
  return {
    creates: { accepted: kie.tasks.made, byCode: kie.tally.answersOf('createTask') },
    reads: Object.values(readsByCode).reduce((sum, count) => sum + count, 0),
    readsByCode,
    callbacksSent: sent,
    callbacksFailed: failed,
    callbacksRefused: refused,
    callbacksDropped: dropped,
    balance: kie.faults.balance,
    forgotten: kie.tasks.forgotten,
  }
}

export function readBooks(kie: SimulatedKie): Books {
  const now = Date.now()
  const charges = kie.tasks.all().map((task) => ({
    key: task.key,
    taskId: task.taskId,
    model: task.order.model,
    credits: creditsConsumed(task),
    at: task.createdAt,
    state: stateOf(task, now),
  }))
  return {
    ...readCounts(kie),
    charges,
    byKey: kie.tasks.countsByKey(),
    createTimes: kie.tally.createTimes(),
  }
}
