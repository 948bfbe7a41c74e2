import { Queue } from 'bullmq'
import { batchLines } from './batch-lines.ts'

const BULK = 1_000

/** The same lines as jobs of a plain queue, a thousand in a call; how many ms it takes. */
export async function addBulk(url: string, lines: number, bytes: number): Promise<number> {
  const queue = new Queue('baseline', { connection: { url }, prefix: `{baseline-${performance.now()}}` })
  await queue.waitUntilReady()
  const began = performance.now()
  let jobs: { name: string; data: unknown }[] = []
  for (const line of batchLines(lines, bytes)) {
    jobs.push({ name: 'job', data: JSON.parse(line) })
    if (jobs.length === BULK) await queue.addBulk(jobs.splice(0))
  }
  if (jobs.length > 0) await queue.addBulk(jobs)
  const ms = performance.now() - began
  await queue.obliterate({ force: true })
  await queue.close()
  return ms
}
