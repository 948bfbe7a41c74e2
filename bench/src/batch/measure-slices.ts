import { createLedger } from '@kiln/ledger'
import type { Redis } from 'ioredis'
import { UNPACED } from '../unpaced.ts'

/** One script, by the clock and by what Redis' main thread had of a processor. */
export interface Slice {
  ms: number
  ownMs: number
  /** Meanwhile a child of Redis wrote its file anew: each page that is changed then is copied first. */
  rewriting: boolean
}

const PREFIX = '{kiln}'

/**
 * Makes jobs of a batch's lines as a worker does, without its rests, and asks Redis right before and behind each script
 * what it had of a processor: the slow log goes by the clock, and counts what other processes took.
 */
export async function measureSlices(redis: Redis): Promise<Slice[]> {
  const slices: Slice[] = []
  const measured = Object.create(redis) as Redis
  measured.evalsha = (async (...call: Parameters<Redis['evalsha']>) => {
    const measuring = redis.pipeline().info('persistence').info('cpu').time()
    const answers = await measuring
      .evalsha(...call)
      .time()
      .info('cpu')
      .exec()
    const [persistence, cpuBefore, timeBefore, script, timeAfter, cpuAfter] = answers!
    if (script![0]) throw script![0]
    slices.push({
      ms: clockMs(timeAfter![1]) - clockMs(timeBefore![1]),
      ownMs: processorMs(cpuAfter![1]) - processorMs(cpuBefore![1]),
      rewriting: String(persistence![1]).includes('aof_rewrite_in_progress:1'),
    })
    return script![1]
  }) as Redis['evalsha']
  const { batches } = createLedger(measured, PREFIX, UNPACED)
  while ((await batches.advance()).kind !== 'idle');
  return slices
}

function clockMs(time: unknown): number {
  const [seconds, micros] = time as [string, string]
  return 1_000 * Number(seconds) + Number(micros) / 1_000
}

function processorMs(info: unknown): number {
  const value = (name: string) => Number(new RegExp(`^${name}:(\\S+)`, 'm').exec(String(info))?.[1])
  return 1_000 * (value('used_cpu_user_main_thread') + value('used_cpu_sys_main_thread'))
}
