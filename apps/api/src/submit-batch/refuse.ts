import type { Language } from '@kiln/languages'
import type { FastifyReply } from 'fastify'
import { sendProblem } from '../problem/send-problem.ts'
import { WORDS } from '../words/words.ts'
import type { BodyFault } from './read-body.ts'
import type { Totals } from './take-lines.ts'

/** A body that is no batch. */
export function refuseBody(reply: FastifyReply, fault: BodyFault, language: Language): FastifyReply {
  if (fault === 'tooLarge') return sendProblem(reply, 'batchTooLarge')
  const words = WORDS[language].batch.faults[fault]
  if (fault === 'brokenOff' || fault === 'notJson') return sendProblem(reply, 'bodyUnparsable', words)
  const code = fault === 'headTooLong' ? 'tooLong' : 'tooLate'
  return sendProblem(reply, 'validation', words, [
    { path: '', code, message: words, expected: null, hint: null },
  ])
}

/** What a query says of all lines is no JSON. */
export function refuseDefaults(reply: FastifyReply, language: Language): FastifyReply {
  const message = WORDS[language].batch.faults.defaultsUnreadable
  return sendProblem(reply, 'validation', message, [
    { path: 'defaults', code: 'wrongFormat', message, expected: 'JSON', hint: null },
  ])
}

/** The errors stream lists all of a batch that runs; a problem is to be read by a person. */
const BAD_LINES_SHOWN = 100

/** Answers why a batch is not kept; sent once nothing of it is left. */
export type Refusal = (reply: FastifyReply) => FastifyReply

/** Why the lines that came are not kept; null when they are. */
export function refuseLines(
  { counts, badLines }: Totals,
  onInvalid: 'run' | 'reject',
  language: Language,
): Refusal | null {
  const words = WORDS[language].batch
  if (counts.lines === 0) return (reply) => sendProblem(reply, 'batchInvalid', words.empty)
  const shown = badLines.slice(0, BAD_LINES_SHOWN)
  const lines = { badLines: shown, badLinesOmitted: counts.invalid - shown.length }
  const allBad = words.allBad(counts.lines)
  if (counts.valid === 0) return (reply) => sendProblem(reply, 'batchInvalid', allBad, undefined, lines)
  if (onInvalid === 'run' || counts.invalid === 0) return null
  const rejected = words.rejected(counts.invalid, counts.lines)
  return (reply) => sendProblem(reply, 'validation', rejected, undefined, lines)
}

/** Why lines were read no further. */
export function refuseUnread(
  kind: 'tooMany' | 'beyondQueue' | 'gone',
  mostLines: number | null,
  language: Language,
): Refusal {
  const words = WORDS[language].batch
  switch (kind) {
    case 'tooMany':
      return (reply) => sendProblem(reply, 'batchTooLarge')
    case 'beyondQueue':
      return (reply) => sendProblem(reply, 'batchBeyondQueue', words.beyondQueue(mostLines ?? 0))
    case 'gone':
      // Nobody hears it but a caller whose server closes.
      return (reply) => sendProblem(reply, 'requestTimedOut', words.closing)
  }
}
