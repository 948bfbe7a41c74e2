import { ON_INVALID } from '@kiln/contract'
import { type BatchView, type Kiln, KilnProblem } from '@kiln/sdk'
import { API_OPTION, askKiln, outcomeOf } from '../api/ask-kiln.ts'
import { followBatch } from '../batch/follow-batch.ts'
import { quoteOpened } from '../batch/quote-opened.ts'
import { tellBadLines } from '../batch/tell-bad-lines.ts'
import { EXIT, JSON_OPTION, textOf, type Command, type Deps, type Outcome, type Values } from '../command.ts'
import { openBatch, type OpenedBatch } from '../jobs-file/open-batch.ts'
import { readCredits } from '../read-credits.ts'
import { renderAccepted, renderBatch } from '../render/batch.ts'
import { plain } from '../render/plain.ts'
import { inJson } from '../render/in-json.ts'

export const submitBatch: Command = {
  name: 'submit',
  takes: ['<file>'],
  words: ({ commands }) => commands.submit,
  options: {
    quote: { type: 'boolean' },
    wait: { type: 'boolean' },
    out: { type: 'string', value: 'file' },
    name: { type: 'string', value: 'name' },
    budget: { type: 'string', value: 'credits' },
    'on-invalid': { type: 'string', value: 'run|reject' },
    key: { type: 'string', value: 'key' },
    api: API_OPTION,
    json: JSON_OPTION,
  },
  examples: [
    'kiln submit jobs.jsonl --quote',
    'kiln submit jobs.jsonl --wait --out results.jsonl --budget 500',
    'make-jobs | kiln submit - --on-invalid reject --json',
  ],
  async run([path = ''], values, deps) {
    const { words } = deps
    const budget = readCredits(values, 'budget', 500, words)
    if (!budget.ok) return { exit: EXIT.cannot, fault: budget.fault, hint: budget.hint }
    const onInvalid = textOf(values, 'on-invalid')
    if (onInvalid !== undefined && !ON_INVALID.some((one) => one === onInvalid)) {
      const fault = words.usage.notOneOf('--on-invalid', ON_INVALID, plain(onInvalid))
      return { exit: EXIT.cannot, fault, hint: words.usage.writeLike('--on-invalid reject') }
    }
    return askKiln(values, deps, async (kiln) => {
      const opened = await openBatch(path, deps)
      if (!opened.ok) return { exit: EXIT.cannot, fault: opened.fault, hint: opened.hint }
      const asked = { ...opened, about: aboutOf(opened.about, textOf(values, 'name'), budget.credits) }
      return values['quote'] === true
        ? quoteOpened(kiln, asked, values, deps)
        : submitOpened(kiln, asked, values, deps)
    })
  },
}

type Opened = Extract<OpenedBatch, { ok: true }>

/** What is typed goes before what stands in the file. */
function aboutOf(
  about: Opened['about'],
  name: string | undefined,
  credits: number | undefined,
): Opened['about'] {
  return {
    ...about,
    ...(name !== undefined && { name }),
    ...(credits !== undefined && { budget: { credits } }),
  }
}

async function submitOpened(kiln: Kiln, opened: Opened, values: Values, deps: Deps): Promise<Outcome> {
  const { out, ink, words } = deps
  const stop = deps.interrupted()
  const batch = await send(kiln, opened, values, deps, stop)
  if ('exit' in batch) return batch
  if (batch.invalid > 0) await tellBadLines(kiln.errors(batch.id), batch.invalid, deps)
  const file = textOf(values, 'out')
  if (values['wait'] === true || file !== undefined) {
    const outcome = await followBatch(
      { kiln, id: batch.id, file, asJson: values['json'] === true, stop },
      deps,
    )
    return batch.invalid > 0 && outcome.exit === EXIT.good ? { exit: EXIT.bad } : outcome
  }
  const asJson = inJson(batch)
  await out(values['json'] === true ? asJson : renderBatch(batch, ink, words) + renderAccepted(batch, words))
  return { exit: batch.invalid > 0 ? EXIT.bad : EXIT.good }
}

async function send(
  kiln: Kiln,
  { take, about }: Opened,
  values: Values,
  deps: Deps,
  signal: AbortSignal,
): Promise<BatchView | Outcome> {
  const { name, budget, defaults } = about
  const idempotencyKey = textOf(values, 'key') ?? crypto.randomUUID()
  const onInvalid = textOf(values, 'on-invalid') as (typeof ON_INVALID)[number] | undefined
  const options = { name, budget: budget?.credits, defaults, onInvalid, idempotencyKey, signal }
  try {
    return await kiln.submitBatch(await take(), options)
  } catch (error) {
    if (signal.aborted) {
      const { stoppedSending, sameKey } = deps.words.api
      return { exit: EXIT.stopped, fault: stoppedSending, hint: sameKey(idempotencyKey) }
    }
    if (!(error instanceof KilnProblem)) throw error
    await tellBadLines(error.badLines, error.badLines.length + error.badLinesOmitted, deps)
    return outcomeOf(error, deps)
  }
}
