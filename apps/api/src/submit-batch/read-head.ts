import { batchBodySchema, fieldErrorsOf, type FieldError } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { judgeDefaults } from '@kiln/preflight'
import type { z } from 'zod'
import type { RawHead } from './read-body.ts'

const headSchema = batchBodySchema.omit({ jobs: true })
export type BatchHead = z.infer<typeof headSchema>

type ReadHead = { ok: true; head: BatchHead } | { ok: false; errors: FieldError[] }

/** What a batch says of all of its lines. */
export function readHead(raw: RawHead, language: Language): ReadHead {
  const ofDefaults = judgeDefaults(raw, language)
  if (ofDefaults !== null) return { ok: false, errors: [ofDefaults] }
  const parsed = headSchema.safeParse(raw)
  if (!parsed.success) return { ok: false, errors: fieldErrorsOf(parsed.error.issues, raw, language) }
  // As they came: a parsed copy lacks what zod leaves out of records.
  const defaults = raw['defaults'] as BatchHead['defaults']
  return { ok: true, head: { ...parsed.data, ...(defaults !== undefined && { defaults }) } }
}

/** The same, out of the query of a batch that comes as lines. */
export function headOfQuery(query: { name?: string; budget?: number; defaults?: string }): RawHead | null {
  const { name, budget, defaults } = query
  const read = defaults === undefined ? undefined : parse(defaults)
  if (read === null) return null
  return {
    ...(name !== undefined && { name }),
    ...(budget !== undefined && { budget: { credits: budget } }),
    ...(read !== undefined && { defaults: read }),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) ?? null
  } catch {
    return null
  }
}
