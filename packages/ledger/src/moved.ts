import type { State } from '@kiln/lifecycle'

/** What became of an attempt to change a job. Only `moved` and `noted` changed anything. */
export type Moved =
  | { kind: 'moved' | 'noted'; state: State }
  /** Somebody else changed the job first: another attempt, another task, another state. */
  | { kind: 'stale' | 'illegal'; state: State }
  /** The task was bound already, by its own callback. */
  | { kind: 'known'; state: State }
  | { kind: 'damaged'; fault: string }
  | { kind: 'gone' }

/** KIE's and our own words in a timeline: short, and never a token. */
export type Detail = Record<string, string | number>
