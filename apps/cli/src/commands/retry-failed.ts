import { failureClassSchema } from '@kiln/contract'
import type { Retried } from '@kiln/sdk'
import { API_OPTION, askKiln } from '../api/ask-kiln.ts'
import { EXIT, JSON_OPTION, textOf, type Command } from '../command.ts'
import { plain } from '../render/plain.ts'
import { renderTable } from '../render/table.ts'
import type { Words } from '../words/words.ts'
import { inJson } from '../render/in-json.ts'

export const retryFailed: Command = {
  name: 'retry-failed',
  takes: ['<batch>'],
  words: ({ commands }) => commands['retry-failed'],
  options: {
    class: { type: 'string', value: 'class' },
    'confirm-charge': { type: 'boolean' },
    api: API_OPTION,
    json: JSON_OPTION,
  },
  examples: [
    'kiln retry-failed batch_6a5a9f38d38b8ee4f3e37edd',
    'kiln retry-failed <batch> --class upstreamError --confirm-charge',
  ],
  async run([id = ''], values, deps) {
    const { out, err, words } = deps
    const typed = textOf(values, 'class')
    const failure = failureClassSchema.options.find((one) => one === typed)
    if (typed !== undefined && failure === undefined) {
      const fault = words.usage.notOneOf('--class', failureClassSchema.options, plain(typed))
      return { exit: EXIT.cannot, fault, hint: words.usage.writeLike('--class upstreamError') }
    }
    let sofar: Retried | null = null
    let isWhole = false
    try {
      return await askKiln(values, deps, async (kiln) => {
        const retried = await kiln.retryFailed(id, {
          class: failure,
          confirmCharge: values['confirm-charge'] === true,
          onProgress: (told) => void (sofar = told),
        })
        isWhole = true
        const asJson = values['json'] === true
        await out(asJson ? inJson(retried) : renderRetried(retried, words))
        return { exit: retried.needsConfirm + retried.refused === 0 ? EXIT.good : EXIT.bad }
      })
    } finally {
      // What was done before it broke off is done.
      if (!isWhole && sofar !== null) await err(renderRetried(sofar, words))
    }
  },
}

/** What became of how many; of what happened to none nothing is said. */
function renderRetried({ looked, ...counts }: Retried, { retried }: Words): string {
  if (looked === 0) return `${retried.none}\n`
  const told = Object.entries(counts).filter(([, count]) => count > 0)
  return renderTable(told.map(([what, count]) => [`  ${count}`, retried.each[what as keyof typeof counts]]))
}
