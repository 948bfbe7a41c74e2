const CALLBACK_TOKEN = /\/callbacks\/kie\/([^/?#-]+)/
const TEXT_MARKER = /#job:([A-Za-z0-9_-]+)/

/** The `#job:<key>` that a caller wrote into an input, or null. */
export function markedKey(text: string): string | null {
  return TEXT_MARKER.exec(text)?.[1] ?? null
}

/** Whose charge a task is: the job in the callback path, else the marked key, else the task itself. */
export function jobKey(callBackUrl: string | null, marked: string | null, taskId: string): string {
  return CALLBACK_TOKEN.exec(callBackUrl ?? '')?.[1] ?? marked ?? taskId
}
