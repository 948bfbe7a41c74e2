import type { Task } from './task.ts'

/**
 * All tasks, in memory, at most `maxTasks`: the one that ended first is forgotten for a new one.
 * A task that still runs is never forgotten.
 */
export class TaskStore {
  readonly #maxTasks: number
  readonly #tasks = new Map<string, Task>()
  readonly #inOrderOfEnd = new Set<string>()
  readonly #countByKey = new Map<string, number>()
  #made = 0
  #forgotten = 0

  constructor(maxTasks: number) {
    this.#maxTasks = maxTasks
  }

  /** How many tasks were ever made. */
  get made(): number {
    return this.#made
  }

  get forgotten(): number {
    return this.#forgotten
  }

  get hasRoom(): boolean {
    return this.#tasks.size < this.#maxTasks || this.#inOrderOfEnd.size > 0
  }

  add(task: Task): void {
    if (this.#tasks.size >= this.#maxTasks) this.#forgetOldestEnded()
    this.#tasks.set(task.taskId, task)
    this.#countByKey.set(task.key, this.countOf(task.key) + 1)
    this.#made += 1
  }

  noteEnd(task: Task): void {
    this.#inOrderOfEnd.add(task.taskId)
  }

  get(taskId: string): Task | undefined {
    return this.#tasks.get(taskId)
  }

  countOf(key: string): number {
    return this.#countByKey.get(key) ?? 0
  }

  all(): Task[] {
    return [...this.#tasks.values()]
  }

  countsByKey(): Record<string, number> {
    return Object.fromEntries(this.#countByKey)
  }

  #forgetOldestEnded(): void {
    const [taskId] = this.#inOrderOfEnd
    const task = taskId === undefined ? undefined : this.#tasks.get(taskId)
    if (!task) return
    this.#inOrderOfEnd.delete(task.taskId)
    this.#tasks.delete(task.taskId)
    const left = this.countOf(task.key) - 1
    if (left > 0) this.#countByKey.set(task.key, left)
    else this.#countByKey.delete(task.key)
    this.#forgotten += 1
  }
}
