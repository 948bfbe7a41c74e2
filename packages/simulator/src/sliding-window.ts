export interface WindowLimit {
  max: number
  windowMs: number
}

/** A true sliding window: a place comes back exactly one window after it was taken. */
export class SlidingWindow {
  #takenAt: number[] = []
  #oldest = 0

  /** `nowMs` must come from a clock that never steps back. */
  take(nowMs: number, limit: WindowLimit): boolean {
    this.#freePlaces(nowMs - limit.windowMs)
    if (this.#takenAt.length - this.#oldest >= limit.max) return false
    this.#takenAt.push(nowMs)
    return true
  }

  #freePlaces(until: number): void {
    while ((this.#takenAt[this.#oldest] ?? Infinity) <= until) this.#oldest += 1
    // Cutting only now and then keeps a window of a million places cheap.
    if (this.#oldest > 1_000 && this.#oldest * 2 > this.#takenAt.length) {
      this.#takenAt = this.#takenAt.slice(this.#oldest)
      this.#oldest = 0
    }
  }
}
