import type { Excuses } from './panels.ts'

/** Panels that show nothing in the proof's run; printed by it. */
export const EXCUSES: Excuses = {
  'kiln-machine-room / Webhooks / A': { sight: 'flat', because: 'there are no webhooks yet' },
  'kiln-machine-room / Restarts / A': {
    sight: 'flat',
    because: 'no process restarts, so that its counters can be compared with the books',
  },
  'kiln-money / Failed, wasted and rescued / B': { sight: 'flat', because: 'nobody writes a job off here' },
  'kiln-money / Rescued / A': {
    sight: 'flat',
    because: 'no paid result is nearly lost here',
  },
}
