import type { KieWords } from '@kiln/lifecycle'
import { readAnswer, wordsWithoutEnvelope } from './classify/envelope.ts'
import { isWebUrl } from './classify/result.ts'
import type { Exchange } from './exchange.ts'
import { isRecord } from './json-shape.ts'

export interface CallFailure {
  kind: 'failed'
  words: KieWords
}
export type Balance = { kind: 'balance'; credits: number } | CallFailure
export type Link = { kind: 'link'; url: string } | CallFailure

/** `data` is a bare decimal number. */
export function readBalance(exchange: Exchange): Balance {
  const seen = readData(exchange)
  if (seen.kind === 'failed') return seen
  return typeof seen.data === 'number' ? { kind: 'balance', credits: seen.data } : unexpected(seen.words)
}

/** `data` is the link itself. */
export function readLink(exchange: Exchange): Link {
  const seen = readData(exchange)
  if (seen.kind === 'failed') return seen
  return isWebUrl(seen.data) ? { kind: 'link', url: seen.data } : unexpected(seen.words)
}

/** Uploads describe the file; only `downloadUrl` may be given to a model. */
export function readUpload(exchange: Exchange): Link {
  const seen = readData(exchange)
  if (seen.kind === 'failed') return seen
  const url = isRecord(seen.data) ? seen.data.downloadUrl : null
  return isWebUrl(url) ? { kind: 'link', url } : unexpected(seen.words)
}

export function readData(exchange: Exchange): { kind: 'data'; data: unknown; words: KieWords } | CallFailure {
  const answer = exchange.phase === 'answer' ? readAnswer(exchange) : null
  if (answer === null) return { kind: 'failed', words: wordsWithoutEnvelope(exchange) }
  if (answer.code !== 200) return { kind: 'failed', words: answer.words }
  return { kind: 'data', data: answer.envelope.data, words: answer.words }
}

export function unexpected(words: KieWords): CallFailure {
  return { kind: 'failed', words: { ...words, message: 'KIE answered success without the expected data' } }
}
