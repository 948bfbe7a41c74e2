import { setTimeout as pause } from 'node:timers/promises'
import { createFailPoints, parsePlan } from '@kiln/fail-points'
import { createKieClient, type Exchange } from '@kiln/kie-client'
import { Worker, type Job } from 'bullmq'
import { Redis } from 'ioredis'
import { SUBMIT_LIMIT } from '../scenarios/everyday.ts'
import { CONTROL_QUEUE, type ControlJob } from './control-queue.ts'

/**
 * The worker that most people write first, and the control of every chaos run: the processor
 * calls createTask, BullMQ tries it three times, and the task id is saved once it is known.
 */
const { REDIS_URL = '', KIE_BASE_URL = '', KIE_AI_API_KEY = '', KILN_FAIL_POINTS = '' } = process.env
const speed = Number(process.env['KILN_SPEED'] ?? 1)

const failPoints = createFailPoints(KILN_FAIL_POINTS === '' ? [] : (parsePlan(KILN_FAIL_POINTS) ?? []))
const kie = createKieClient({ baseUrl: KIE_BASE_URL, apiKey: KIE_AI_API_KEY, userAgent: 'naive/1' })
const client = failPoints.wrap(kie, { createTask: 'wire', recordInfo: 'read' })
const saveTaskId = failPoints.around('bind', (job: Job<ControlJob>, taskId: string) =>
  job.updateData({ ...job.data, taskId }),
)

async function generate(job: Job<ControlJob>): Promise<string> {
  const taskId = job.data.taskId ?? (await submit(job))
  for (;;) {
    await pause(2_000 / speed)
    const task = dataOf(await client.recordInfo(taskId))
    if (task?.['state'] === 'success') return taskId
    if (task?.['state'] === 'fail') throw new Error('the task failed')
  }
}

async function submit(job: Job<ControlJob>): Promise<string> {
  const { model, input } = job.data
  const taskId = dataOf(await client.createTask({ model, input }, { timeoutMs: 30_000 / speed }))?.['taskId']
  if (typeof taskId !== 'string') throw new Error('createTask gave no task')
  await saveTaskId(job, taskId)
  return taskId
}

function dataOf(exchange: Exchange): Record<string, unknown> | null {
  if (exchange.phase !== 'answer') throw new Error(exchange.cause.message)
  const { code, data } = JSON.parse(exchange.body ?? '') as { code: number; data: Record<string, unknown> }
  if (code !== 200) throw new Error(`KIE says ${code}`)
  return data
}

const worker = new Worker<ControlJob>(CONTROL_QUEUE, failPoints.around('doorbell', generate), {
  connection: new Redis(REDIS_URL, { maxRetriesPerRequest: null }),
  concurrency: 100,
  limiter: { max: SUBMIT_LIMIT.max, duration: SUBMIT_LIMIT.windowMs / speed },
  // BullMQ's own defaults, as many times as fast as everything else.
  lockDuration: 30_000 / speed,
  stalledInterval: 30_000 / speed,
})
worker.on('error', () => undefined)
await worker.waitUntilReady()
process.stdout.write(`${JSON.stringify({ event: 'working' })}\n`)
process.once('SIGTERM', () => process.exit(0))
