import { textOf } from '../tasks/input-text.ts'
import type { TaskOrder } from '../tasks/task.ts'
import { refusal, type Answer } from './envelope.ts'
import { jsonObject } from './serve.ts'

/** Models of KIE's older families: they have endpoints of their own, createTask refuses them. */
const OTHER_ENDPOINTS = new Set(
  'veo3 veo3_fast veo3_lite gpt4o-image flux-kontext-pro flux-kontext-max V3_5 V4 V4_5 V4_5PLUS V4_5ALL V5'.split(
    ' ',
  ),
)

/** Reads what is there; `faultOf` tells whether KIE would take it. Null when the body is no JSON object. */
export function readOrder(body: unknown): TaskOrder | null {
  const fields = jsonObject(body)
  if (!fields) return null
  const { model, input, callBackUrl } = fields
  return {
    model: typeof model === 'string' ? model : '',
    input: isObject(input) ? input : {},
    callBackUrl: typeof callBackUrl === 'string' && callBackUrl !== '' ? callBackUrl : null,
    text: textOf(input),
  }
}

/** Why KIE would not take the order, or null. Fields are checked by the model, which is not simulated. */
export function faultOf(order: TaskOrder): Answer | null {
  if (order.model === '' || Object.keys(order.input).length === 0)
    return refusal(500, 'This field is required')
  if (order.input['prompt'] === '') return refusal(500, 'prompt cannot be empty')
  return OTHER_ENDPOINTS.has(order.model) ? refusal(422) : null
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
