import type { Words } from '../words/words.ts'
import { plain } from './plain.ts'

/** Why a job is left as it is; one that is newer than this program is told by its code. */
export function whyOf(why: string, { bulk }: Words): string {
  return Object.hasOwn(bulk.why, why) ? bulk.why[why as keyof typeof bulk.why] : plain(why)
}
