import { resultJsonOf, resultOf } from './result.ts'
import { creditsConsumed, stateOf, type Task } from './task.ts'

/** KIE's own words for common failures, used when a behaviour names only the code. */
const FAILURE_WORDS: Readonly<Record<string, string>> = {
  '400': 'Internal Error, Please try again later',
  '402': 'Credits insufficient',
  '408': 'The upstream gave nothing for over 10 minutes.',
  '422': 'The content was flagged as sensitive.',
  '500': 'internal error, please try again later.',
}
const GENERATION_FAILED = 'Generation failed.'

/** Fields that come back as numbers although the model wants them as text: recorded, not documented. */
const ECHOED_AS_NUMBERS: Readonly<Record<string, readonly string[]>> = {
  'grok-imagine/image-to-video': ['duration'],
}

const SUCCESS_FLAGS = { success: 1, fail: 3 } as const

/** The `data` of recordInfo and of a callback. */
export function recordOf(task: Task, baseUrl: string, now: number): Record<string, unknown> {
  const { ended } = task
  const failCode = task.behaviour.fail?.failCode ?? '501'
  const failed = ended?.state === 'fail'
  const succeeded = ended?.state === 'success'
  return {
    taskId: task.taskId,
    model: task.order.model,
    state: stateOf(task, now),
    param: paramOf(task),
    // Pending tasks show an empty text, failed ones null.
    resultJson: succeeded ? resultJsonOf(task, baseUrl) : failed ? null : '',
    failCode: failed ? failCode : null,
    failMsg: failed ? (task.behaviour.fail?.failMsg ?? FAILURE_WORDS[failCode] ?? GENERATION_FAILED) : null,
    costTime: ended ? Math.round((ended.at - task.createdAt) / 1000) : null,
    completeTime: ended?.at ?? null,
    createTime: task.createdAt,
    updateTime: ended?.at ?? task.createdAt,
    creditsConsumed: creditsConsumed(task),
    successFlag: ended ? SUCCESS_FLAGS[ended.state] : 0,
    response: succeeded ? resultOf(task, baseUrl) : null,
    paramJson: JSON.stringify(echoedInput(task)),
  }
}

function paramOf(task: Task): string {
  const { model, callBackUrl } = task.order
  const param = { input: JSON.stringify(echoedInput(task)), model }
  return JSON.stringify(callBackUrl === null ? param : { callBackUrl, ...param })
}

function echoedInput(task: Task): Record<string, unknown> {
  const { model, input } = task.order
  const numbers = (ECHOED_AS_NUMBERS[model] ?? []).filter((name) => typeof input[name] === 'string')
  return { ...input, ...Object.fromEntries(numbers.map((name) => [name, Number(input[name])])) }
}
