import type { CallFailure } from './account.ts'
import { readData, unexpected } from './account.ts'
import { cleanText } from './classify/clean-text.ts'
import type { Exchange } from './exchange.ts'
import { isRecord } from './json-shape.ts'

/** One row of KIE's own list. Everything but the id is text for people, and may be missing. */
export interface LiveModel {
  id: string
  title: string | null
  provider: string | null
  taskType: string | null
  /** The price in KIE's words: a text, not a number. */
  pricing: string | null
}

export type LiveModels = { kind: 'models'; models: LiveModel[] } | CallFailure

/**
 * `data` is a list, or an object that holds one: KIE documents the rows and not what they lie in. A list
 * without one readable row is none, or every model would seem to be gone.
 */
export function readLiveModels(exchange: Exchange): LiveModels {
  const seen = readData(exchange)
  if (seen.kind === 'failed') return seen
  const models = rowsIn(seen.data).flatMap((row) => readRow(row) ?? [])
  return models.length > 0 ? { kind: 'models', models } : unexpected(seen.words)
}

function rowsIn(data: unknown): unknown[] {
  if (Array.isArray(data)) return data
  const held = isRecord(data) ? Object.values(data).find(Array.isArray) : undefined
  return held ?? []
}

function readRow(row: unknown): LiveModel | null {
  if (!isRecord(row) || typeof row.model !== 'string' || row.model.trim() === '') return null
  return {
    id: cleanText(row.model),
    title: textOf(row.title),
    provider: textOf(row.provider),
    taskType: textOf(row.taskType),
    pricing: textOf(row.pricingDesc),
  }
}

function textOf(value: unknown): string | null {
  return cleanText(value) || null
}
