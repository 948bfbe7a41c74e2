import { type Kiln, KilnProblem } from '@kiln/sdk'
import { outcomeOf } from '../api/ask-kiln.ts'
import { EXIT, type Deps, type Outcome } from '../command.ts'
import { createChanges } from './changes.ts'
import { renderFrame, type Picture } from './frame.ts'
import { look, REQUESTS } from './look.ts'
import type { Screen } from './screen.ts'

const EVERY_MS = 2_000
const CTRL_C = '\u0003'

/** Draws kiln again and again until somebody leaves; the terminal is as it was afterwards. */
export async function runTop(kiln: Kiln, address: string, screen: Screen, deps: Deps): Promise<Outcome> {
  const { ink, words, now } = deps
  const changes = createChanges()
  const leaving = new AbortController()
  const first = await look(kiln)
  let picture: Picture = {
    seen: first,
    changes: changes.look(now(), first.system.jobs),
    address,
    title: words.top.title(EVERY_MS / 1000, REQUESTS),
    lost: null,
  }
  const draw = () => screen.draw(renderFrame(picture, screen.size(), ink, words))
  screen.enter({
    key: (key) => (/^[qQ]/.test(key) || key.includes(CTRL_C)) && leaving.abort(),
    resize: draw,
  })
  try {
    while (!leaving.signal.aborted) {
      draw()
      await restOf(EVERY_MS, leaving.signal)
      if (leaving.signal.aborted) break
      picture = await lookAgain(kiln, picture, leaving.signal, deps, changes)
    }
  } finally {
    screen.leave()
  }
  return { exit: EXIT.good }
}

/** The next picture; where nobody answers the one before, and why. */
async function lookAgain(
  kiln: Kiln,
  before: Picture,
  signal: AbortSignal,
  deps: Deps,
  changes: ReturnType<typeof createChanges>,
): Promise<Picture> {
  try {
    const seen = await look(kiln, signal)
    return { ...before, seen, changes: changes.look(deps.now(), seen.system.jobs), lost: null }
  } catch (error) {
    if (signal.aborted) return before
    if (!(error instanceof KilnProblem)) throw error
    const outcome = outcomeOf(error, deps)
    return { ...before, lost: 'fault' in outcome ? outcome.fault : error.title }
  }
}

/** Over at once when somebody leaves. */
function restOf(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end, { once: true })
  })
}
