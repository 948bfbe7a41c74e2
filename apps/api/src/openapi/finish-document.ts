import { STATUS_CODES } from 'node:http'
import { PROBLEM_MEDIA_TYPE } from '../problem/send-problem.ts'

interface Answer {
  description?: string
  content?: Record<string, unknown>
}

/** The parts of an OpenAPI document that are touched here. */
export interface Document {
  paths?: Record<string, Record<string, unknown>>
  components?: { schemas?: Record<string, unknown> }
}

/** What the routes' schemas have no place to say: the media type of problems, names of statuses, nothing unused. */
export function finishDocument(document: Document): void {
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(path) as { responses?: Record<string, Answer> }[]) {
      for (const [status, answer] of Object.entries(operation.responses ?? {})) finishAnswer(status, answer)
    }
  }
  dropUnusedSchemas(document)
}

function finishAnswer(status: string, answer: Answer): void {
  answer.description = STATUS_CODES[status] ?? status
  const [schema] = Object.values(answer.content ?? {})
  if (Number(status) >= 400 && schema !== undefined) answer.content = { [PROBLEM_MEDIA_TYPE]: schema }
}

/** Every shape is offered once as read and once as written; most are only ever one of them. */
function dropUnusedSchemas({ paths, components }: Document): void {
  const schemas = components?.schemas ?? {}
  const used = new Set<string>()
  const pending = refsIn(paths)
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (used.has(name)) continue
    used.add(name)
    pending.push(...refsIn(schemas[name]))
  }
  for (const name of Object.keys(schemas)) if (!used.has(name)) delete schemas[name]
}

function refsIn(part: unknown): string[] {
  const refs = JSON.stringify(part ?? null).matchAll(/"#\/components\/schemas\/([^"]+)"/g)
  return [...refs].map(([, name]) => name ?? '')
}
