import type { Readable } from 'node:stream'
import type { Words } from '../words/words.ts'
import { openJobsFile } from './open-file.ts'

type Input = { ok: true; input: Record<string, unknown> } | { ok: false; fault: string; hint: string }

/** As much as the API takes. */
const MEGABYTES = 1

/** The input of one job: a JSON object, in a file or on standard input. */
export async function readInput(path: string, stdin: Readable, words: Words): Promise<Input> {
  const { file, acts } = words
  const opened = await openJobsFile(path, stdin, words)
  if (!opened.ok) return opened
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of opened.source) {
    size += chunk.length
    if (size > MEGABYTES * 1_048_576)
      return { ok: false, fault: file.tooLarge(opened.name, MEGABYTES), hint: acts.oneInput }
    chunks.push(chunk)
  }
  const value = parse(Buffer.concat(chunks))
  return value === null
    ? { ok: false, fault: file.notJson(opened.name), hint: acts.oneInput }
    : { ok: true, input: value }
}

function parse(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
