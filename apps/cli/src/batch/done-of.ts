import type { BatchView } from '@kiln/sdk'

/** Lines that nothing more will happen to by itself. */
export function doneOf({ counts }: Pick<BatchView, 'counts'>): number {
  return counts.succeeded + counts.failed + counts.canceled + counts.parked
}
