import type { Bulk, JobRecord } from '@kiln/ledger'

/** What became of one job of a bulk act. */
export type Listed =
  /** `asked`: a place of the read meter was used for it. */
  | { kind: 'done'; outcome: Bulk['outcome']; job: JobRecord; asked: boolean }
  | { kind: 'skipped'; why: string; asked: boolean }
  /** Somebody changed it at this moment: it comes up once more. */
  | { kind: 'again' }
  /** KIE cannot be asked at present: nothing was decided. */
  | { kind: 'notNow' }
