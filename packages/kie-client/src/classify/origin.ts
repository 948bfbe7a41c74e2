import type { Exchange } from '../exchange.ts'
import { isRecord, isShallow, numberOf, unwrapJson } from '../json-shape.ts'
import { readAnswer } from './envelope.ts'

/** What a record says about the createTask call that made the task, and about its times. */
export interface TaskOrigin {
  callBackUrl: string | null
  model: string | null
  input: unknown
  createTime: number | null
  /** Null until the task has ended. */
  completeTime: number | null
}

/** No model's input nests deeper. */
const MAX_INPUT_DEPTH = 32

/**
 * Reads the request that KIE echoes in `param`: a JSON string whose `input` is again a JSON string.
 * It holds our callback URL with its token, and the prompt: not for logs.
 */
export function readTaskOrigin(exchange: Exchange): TaskOrigin | null {
  const answer = exchange.phase === 'answer' ? readAnswer(exchange) : null
  if (answer?.code !== 200 || !isRecord(answer.envelope.data)) return null
  const record = answer.envelope.data
  const echoed = unwrapJson(record.param)
  const param = isRecord(echoed) ? echoed : {}
  const input = unwrapJson(param.input) ?? null
  return {
    callBackUrl: textOf(param.callBackUrl),
    model: textOf(record.model) ?? textOf(param.model),
    input: isShallow(input, MAX_INPUT_DEPTH) ? input : null,
    createTime: numberOf(record.createTime),
    completeTime: numberOf(record.completeTime),
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
