import { writeFileSync } from 'node:fs'
import { runSession, startSession } from './flow.ts'
import { failuresOf, FIRST_DAY } from './kinds.ts'
import { renderPage } from './page.ts'
import { renderPicture } from './picture.ts'
import { settled } from './settled.ts'

/** The operator's session as a page and a picture under docs, out of real processes. */
const docs = new URL('../../docs/', import.meta.url)

const stack = await startSession(FIRST_DAY)
try {
  const { steps, wallMs } = await runSession(stack, FIRST_DAY)
  const shown = settled(steps)
  const facts = { failures: failuresOf(FIRST_DAY) }
  writeFileSync(new URL('operator-session.md', docs), renderPage(shown, facts))
  writeFileSync(new URL('operator-session.svg', docs), renderPicture(shown))
  const seconds = (wallMs / 1000).toFixed(1)
  process.stdout.write(`${steps.length} commands in ${seconds} s, in docs/operator-session.md\n`)
} finally {
  await stack.stop()
}
