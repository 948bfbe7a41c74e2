import { Tally } from './books.ts'
import { RuleList } from './behaviour/rules.ts'
import { Poster } from './callbacks/post.ts'
import { defaultFaults, type Faults } from './faults.ts'
import { UploadShelf } from './http/upload-shelf.ts'
import { seededDraw, type Draw } from './random.ts'
import { SlidingWindow } from './sliding-window.ts'
import { TaskStore } from './tasks/task-store.ts'
import { Timers } from './timers.ts'

export interface Settings {
  speed: number
  seed: number
  /** The only key that passes; null lets any key pass. */
  apiKey: string | null
  hmacKey: string | null
  callbackHost: string | null
  maxTasks: number
}

/** One simulated KIE account: everything it knows, and nothing about HTTP. */
export class SimulatedKie {
  /** Where the server listens; known once it does. */
  baseUrl = ''
  /** createTask calls that got past the limits, whatever came of them. */
  ordersRead = 0
  faults: Faults
  readonly settings: Settings
  readonly draw: Draw
  readonly timers = new Timers()
  readonly poster = new Poster()
  readonly rules = new RuleList()
  readonly submitWindow = new SlidingWindow()
  readonly readWindow = new SlidingWindow()
  readonly uploads = new UploadShelf()
  readonly tasks: TaskStore
  readonly tally: Tally

  constructor(settings: Settings) {
    this.settings = settings
    this.draw = seededDraw(settings.seed)
    this.tasks = new TaskStore(settings.maxTasks)
    this.tally = new Tally(settings.maxTasks)
    this.faults = defaultFaults(settings.hmacKey)
  }

  /** From KIE's time to the wall clock. */
  scaled(ms: number): number {
    return ms / this.settings.speed
  }

  resetFaults(): void {
    this.faults = defaultFaults(this.settings.hmacKey)
  }

  stop(): void {
    this.timers.stop()
    this.poster.stop()
  }
}
