/** What is told of an act on many jobs, whatever the act is. */
export interface BulkTold {
  id: string
  /** Its name in the API, and that in words. */
  status: string
  told: string
  isOver: boolean
  /** Jobs whose outcome is known, of all there are. */
  done: number
  all: number
  /** What became of how many; of nothing nothing is said. */
  counts: readonly BulkCount[]
  /** Why it ended early. */
  why: string | null
  createdAt: string
  /** What can be typed now, and what it does. */
  next: readonly (readonly [command: string, does: string])[]
}

interface BulkCount {
  count: number
  told: string
  /** For one line. */
  brief: string
  /** What this is made of. */
  parts?: readonly (readonly [count: number, told: string])[]
}
