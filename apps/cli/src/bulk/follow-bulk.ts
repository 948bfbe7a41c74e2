import { KilnProblem } from '@kiln/sdk'
import { EXIT, type Deps, type Outcome } from '../command.ts'
import { openPaper, type Paper } from '../progress/paper.ts'
import { plain } from '../render/plain.ts'
import { inJson } from '../render/in-json.ts'
import { renderBulk, renderBulkBar, renderBulkLine } from '../render/bulk.ts'
import type { BulkTold } from './told.ts'

interface Followed<View extends object> {
  id: string
  /** Settles with its end; each look on the way is told. */
  wait: (options: { signal: AbortSignal; onProgress: (seen: View) => void }) => Promise<View>
  tell: (view: View) => BulkTold
  isWell: (view: View) => boolean
  asJson: boolean
  /** What to type to look again, and to end it. */
  again: { look: string; abort: string }
}

/** Waits for an act on many jobs, its progress on standard error; Ctrl-C ends the waiting and nothing else. */
export async function followBulk<View extends object>(
  { id, wait, tell, isWell, asJson, again }: Followed<View>,
  deps: Deps,
): Promise<Outcome> {
  const stop = deps.interrupted()
  const paper = openPaper(deps)
  const onProgress = (seen: View) => {
    const told = tell(seen)
    paper.put({ line: renderBulkLine(told), bar: (columns) => renderBulkBar(told, columns) })
  }
  try {
    const end = await followed(wait({ signal: stop, onProgress }), paper)
    await deps.out(asJson ? inJson(end) : renderBulk(tell(end), deps.ink))
    return { exit: isWell(end) ? EXIT.good : EXIT.bad }
  } catch (error) {
    const { goesOn, comeBack } = deps.words.bulk
    const [fault, hint] = [goesOn(plain(id)), comeBack(again.look, again.abort)]
    if (stop.aborted) return { exit: EXIT.stopped, fault, hint }
    // The API went away, or the key ended: the act did not.
    const isThere = error instanceof KilnProblem && error.status !== 404
    if (isThere) await deps.err(`${fault}\n${hint}\n`)
    throw error
  }
}

async function followed<View>(waited: Promise<View>, paper: Paper): Promise<View> {
  try {
    return await waited
  } finally {
    await paper.end()
  }
}
