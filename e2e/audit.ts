import { expect } from '@jest/globals'
import { atOnce } from '@kiln/local'
import type { JobView } from '@kiln/contract'
import { call } from './client.ts'
import type { Stack } from './stack.ts'

/** One figure of the metrics page. */
export async function figure(stack: Stack, name: string): Promise<number> {
  const { body } = await call<string>(stack, 'GET', '/metrics')
  const line = body.split('\n').find((row) => row.startsWith(`${name} `))
  if (line === undefined) throw new Error(`no figure ${name} on the metrics page`)
  return Number(line.slice(name.length))
}

/**
 * What must hold after every run: nobody paid twice, nobody lost, and every verdict the
 * simulator's own.
 */
export async function audit(
  stack: Stack,
  jobIds: string[],
  /** Charges of jobs that a person asked to run again. */
  allowed: Record<string, number> = {},
): Promise<void> {
  const books = await stack.books()
  expect(books.forgotten).toBe(0)
  expect(Object.entries(books.byKey).filter(([id, charges]) => charges > (allowed[id] ?? 1))).toEqual([])
  expect(await figure(stack, 'kiln_jobs_unaccounted')).toBe(0)
  const truth = new Map(books.charges.map(({ taskId, state }) => [taskId, state]))
  await atOnce(10, jobIds, async (id) => {
    const { body: job } = await call<JobView>(stack, 'GET', `/v1/jobs/${id}`)
    if (job.state === 'succeeded') expect(truth.get(job.taskId ?? '')).toBe('success')
    if (job.state === 'failed' && job.taskId !== null) expect(truth.get(job.taskId)).toBe('fail')
  })
}
