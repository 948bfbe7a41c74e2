import type { Catalog } from '@kiln/catalog'
import type { LineVerdict } from '@kiln/preflight'

type Verdicts = AsyncIterable<LineVerdict> | Iterable<LineVerdict>

/** Adds to good lines what a server without KIE_CALLBACK_URL would refuse them for. */
export async function* warnOfCallback(verdicts: Verdicts, catalog: Catalog): AsyncGenerator<LineVerdict> {
  const models = catalog.list().filter(({ requires }) => requires.includes('callBackUrl'))
  const ids = new Set(models.map(({ id }) => id))
  for await (const verdict of verdicts) {
    if (!verdict.ok || !ids.has(verdict.model)) yield verdict
    else yield { ...verdict, warnings: [...verdict.warnings, warningFor(verdict.model)] }
  }
}

function warningFor(model: string) {
  const message =
    `${model} runs only with a callback URL, and KIE_CALLBACK_URL is not set here: ` +
    'a server without it refuses the job.'
  return { path: 'model', code: 'callbackNeeded', message }
}
