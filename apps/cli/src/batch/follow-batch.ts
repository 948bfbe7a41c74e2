import type { BatchView, Kiln } from '@kiln/sdk'
import { EXIT, type Deps, type Outcome } from '../command.ts'
import { renderBatch } from '../render/batch.ts'
import { openProgress } from './progress.ts'
import { saveResults } from './save-results.ts'
import { inJson } from '../render/in-json.ts'

interface Followed {
  kiln: Kiln
  id: string
  /** Where results go when the batch has ended. */
  file: string | undefined
  asJson: boolean
  /** Ends the waiting, and nothing else. */
  stop: AbortSignal
}

/** Waits for a batch with its progress on standard error, then tells how it ended. */
export async function followBatch(followed: Followed, deps: Deps): Promise<Outcome> {
  const { id, stop } = followed
  try {
    return await follow(followed, deps)
  } catch (error) {
    if (!stop.aborted) throw error
    const { goesOn, comeBack } = deps.words.batch
    return { exit: EXIT.stopped, fault: goesOn(id), hint: comeBack(id) }
  }
}

async function follow({ kiln, id, file, asJson, stop }: Followed, deps: Deps): Promise<Outcome> {
  const { out, ink, words } = deps
  const progress = openProgress(deps)
  let batch: BatchView
  try {
    batch = await kiln.waitForBatch(id, { signal: stop, onProgress: progress.show })
  } finally {
    await progress.end()
  }
  const saved = file === undefined ? null : await saveResults(kiln.results(id, { signal: stop }), file, deps)
  if (saved !== null && !saved.ok) return saved.outcome
  if (asJson) await out(inJson(batch))
  else await out(renderBatch(batch, ink, words) + (saved === null ? '' : `${saved.told}\n`))
  return { exit: batch.counts.succeeded === batch.lines ? EXIT.good : EXIT.bad }
}
