import type { Kind } from './kind.ts'
import type { Task } from './task.ts'

const EXTENSIONS: Record<Exclude<Kind, 'text'>, string> = { image: 'png', video: 'mp4', audio: 'mp3' }

const COUNT_FIELDS = ['num_images', 'max_images', 'n'] as const
const MAX_RESULTS = 8

/** What a successful task shows, before it is written as JSON. */
export function resultOf(task: Task, baseUrl: string): Record<string, unknown> {
  if (task.behaviour.emptyResult) return { resultUrls: [] }
  if (task.kind === 'text') return { resultObject: { text: `A simulated answer of ${task.order.model}.` } }
  const extension = EXTENSIONS[task.kind]
  const urls = Array.from(
    { length: resultCount(task) },
    (_, index) => `${baseUrl}/files/results/${task.taskId}-${index + 1}.${extension}`,
  )
  return { resultUrls: urls }
}

export function resultJsonOf(task: Task, baseUrl: string): string {
  const json = JSON.stringify(resultOf(task, baseUrl))
  return task.behaviour.badResultJson ? json.slice(0, -4) : json
}

/** A caller who asks for several pictures gets several. */
function resultCount(task: Task): number {
  const asked = COUNT_FIELDS.map((field) => task.order.input[field]).find((value) => value !== undefined)
  const count = Number(asked)
  return task.kind === 'image' && Number.isInteger(count) && count > 0 ? Math.min(count, MAX_RESULTS) : 1
}
