import { readFileSync } from 'node:fs'

interface RecordedEnvelope {
  code: number
  msg: string
  data: Record<string, unknown>
}

interface RecordedTask {
  case: string
  httpStatus: number
  request: { model: string; input: Record<string, unknown> }
  createTask: RecordedEnvelope
  pendingRecord: RecordedEnvelope | null
  finalRecord: RecordedEnvelope | null
}

interface RecordedCall {
  method: string
  path: string
  httpStatus: number
  body: { code: number; msg: string; data: unknown }
}

export interface Recordings {
  tasks: RecordedTask[]
  other: RecordedCall[]
}

export function readRecordings(): Recordings {
  const file = new URL('../../recordings/exchanges.json', import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as Recordings
}
