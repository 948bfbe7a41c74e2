/** All timers of one simulator: none keeps the process alive, and `stop` ends every one at once. */
export class Timers {
  readonly #pending = new Map<NodeJS.Timeout, () => void>()
  #stopped = false

  get stopped(): boolean {
    return this.#stopped
  }

  after(ms: number, run: () => void): void {
    this.#start(ms, run, () => undefined)
  }

  /** Also ends when the timers are stopped, so that whoever waits can leave. */
  pause(ms: number): Promise<void> {
    if (ms <= 0 || this.#stopped) return Promise.resolve()
    return new Promise((resolve) => this.#start(ms, resolve, resolve))
  }

  stop(): void {
    this.#stopped = true
    for (const [timer, release] of this.#pending) {
      clearTimeout(timer)
      release()
    }
    this.#pending.clear()
  }

  #start(ms: number, run: () => void, onStop: () => void): void {
    if (this.#stopped) return
    const timer = setTimeout(() => {
      this.#pending.delete(timer)
      run()
    }, ms)
    timer.unref()
    this.#pending.set(timer, onStop)
  }
}
