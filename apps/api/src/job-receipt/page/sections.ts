import { TIMELINE_WORDS, type ReceiptView } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import type { ParkedReason } from '@kiln/ledger'
import { RECEIPT_WORDS, type Words } from '../words/words.ts'
import { code, facts, lines, quote, time } from './cells.ts'
import { markup, type Html } from './html.ts'

export function jobTable({ job, taskIds }: ReceiptView, words: Words): Html {
  const names = words.job
  return facts([
    [names.id, code(job.id)],
    [names.customId, job.customId && quote(job.customId)],
    [names.batchId, job.batchId && code(job.batchId)],
    [names.model, code(job.model)],
    [names.taskIds, taskIds.length === 0 ? null : lines(taskIds.map(code))],
    [names.createdAt, time(job.createdAt)],
    [names.cancelRequestedAt, job.cancelRequestedAt && time(job.cancelRequestedAt)],
    [names.finishedAt, job.finishedAt && time(job.finishedAt)],
  ])
}

export function moneyTable({ job, attempts }: ReceiptView, { money }: Words): Html {
  const { quoted, charged } = job.credits
  const hold = attempts.at(-1)?.hold ?? null
  return facts([
    [money.quoted, quoted === 'unknown' ? money.unknown : money.credits(range(quoted))],
    [money.held, hold === null ? money.nothing : money.credits(String(hold))],
    [money.charged, charged === null ? money.nothing : money.credits(String(charged))],
  ])
}

const range = ({ min, max }: { min: number; max: number }) => (min === max ? String(min) : `${min}–${max}`)

export function outcomeTable(receipt: ReceiptView, language: Language): Html {
  const { outcome, parked } = RECEIPT_WORDS[language]
  const { job } = receipt
  const { failure, result, waitingFor } = job
  const { charged } = TIMELINE_WORDS[language].values
  const reason = job.parked?.reason
  const rows = [
    [outcome.failure, failure && code(failure.class)],
    [outcome.code, failure && code(failure.code)],
    [outcome.message, failure && quote(failure.message)],
    [outcome.charged, failure && charged[failure.charged]],
    [outcome.advice, failure && failure.advice],
    [outcome.parked, reason === undefined ? null : markup`${code(reason)} · ${adviceOf(reason, parked)}`],
    [outcome.waitingFor, waitingFor && markup`${code(waitingFor.gate)} · ${quote(waitingFor.detail)}`],
    [outcome.results, result === null || result.urls.length === 0 ? null : lines(result.urls.map(link))],
    [outcome.object, result?.object === undefined ? null : json(result.object)],
    [outcome.expiresAt, result && time(result.expiresAt)],
  ] as const
  if (rows.some(([, value]) => value !== null)) return facts(rows)
  return markup`<p>${job.finishedAt === null ? outcome.none : outcome.nothing}</p>`
}

/** Another version of kiln may know reasons that this one does not. */
function adviceOf(reason: string, advice: Readonly<Record<ParkedReason, string>>): string {
  return Object.hasOwn(advice, reason) ? advice[reason as ParkedReason] : ''
}

/** Only what the ledger took for a web address is one; the address of this page is nobody's business. */
function link(url: string): Html {
  return /^https?:\/\//i.test(url)
    ? markup`<a href="${url}" rel="noreferrer noopener">${url}</a>`
    : quote(url)
}

const json = (value: unknown) => markup`<pre>${JSON.stringify(value, null, 2)}</pre>`

export function notKnownList({ notKnown }: ReceiptView, language: Language): Html {
  const words = RECEIPT_WORDS[language].notKnown
  const { attempt: ofAttempt } = TIMELINE_WORDS[language]
  if (notKnown.length === 0) return markup`<p>${words.none}</p>`
  return markup`<ul>${notKnown.map(
    ({ attempt, text }) => markup`<li>${text}${attempt !== null && ` (${ofAttempt(attempt)})`}</li>\n`,
  )}</ul>`
}

export function inputSection({ job, attempts }: ReceiptView, words: Words, language: Language): Html {
  if (job.input === null) return markup`<p>${words.hidden}</p>`
  const { attempt: ofAttempt } = TIMELINE_WORDS[language]
  const earlier = attempts.flatMap(({ attempt, input }) =>
    input === null ? [] : [markup`<p>${ofAttempt(attempt)}</p>${json(input)}`],
  )
  return markup`${json(job.input)}${earlier}`
}
