import type { Catalog } from '@kiln/catalog'
import type { LineVerdict } from '@kiln/preflight'
import type { Words } from '../words/words.ts'

type Verdicts = AsyncIterable<LineVerdict> | Iterable<LineVerdict>

/** Adds to good lines what a server without KIE_CALLBACK_URL would refuse them for. */
export async function* warnOfCallback(
  verdicts: Verdicts,
  catalog: Catalog,
  { verdict: { needsCallback } }: Words,
): AsyncGenerator<LineVerdict> {
  const models = catalog.list().filter(({ requires }) => requires.includes('callBackUrl'))
  const ids = new Set(models.map(({ id }) => id))
  for await (const verdict of verdicts) {
    if (!verdict.ok || !ids.has(verdict.model)) {
      yield verdict
      continue
    }
    const warning = { path: 'model', code: 'callbackNeeded', message: needsCallback(verdict.model) }
    yield { ...verdict, warnings: [...verdict.warnings, warning] }
  }
}
