import type { ReceiptView, ReceiptWait } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { tellCause } from '../../show-job/tell-cause.ts'
import { RECEIPT_WORDS } from '../words/words.ts'
import { code, duration, lines, quote, table, time } from './cells.ts'
import { markup, type Html } from './html.ts'

/** Each time it stood in the queue, and what held it there. */
export function waitsTable({ waits }: ReceiptView, language: Language): Html {
  const words = RECEIPT_WORDS[language].waits
  if (waits.length === 0) return markup`<p>${words.none}</p>`
  const { since, until, ms, gates } = words.columns
  return table(
    [since, until, ms, gates],
    waits.map((wait) => [
      time(wait.since),
      wait.until === null ? words.still : time(wait.until),
      duration(wait.ms, language),
      wait.gates.length === 0 ? words.turn : lines(wait.gates.map((gate) => gateOf(gate, language))),
    ]),
  )
}

function gateOf({ gate, since, until, ms, cause }: ReceiptWait['gates'][number], language: Language): Html {
  const why = cause === null ? '' : markup` · ${quote(tellCause(cause, language))}`
  return markup`${code(gate)} ${time(since)} – ${time(until)} (${duration(ms, language)})${why}`
}
