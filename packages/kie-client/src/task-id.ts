/** Visible ASCII without the bar, which separates fields in stored records. */
const TASK_ID = /^[!-{}~]{1,200}$/

export function isTaskId(value: unknown): value is string {
  return typeof value === 'string' && TASK_ID.test(value)
}
