import { describe, expect, test } from '@jest/globals'
import type { TaskOrigin } from '@kiln/kie-client'
import type { JobForAct, JobRecord } from '@kiln/ledger'
import { judgeTask, refuseUnasked } from './judge-task.ts'

const ID = 'job_0123456789abcdef01234567'
const SECRET = 'Ab3-_xyz0123456789ABCD'
const AT = 1_000_000_000
const INPUT = { prompt: 'a fox' }
const found = (changes: Partial<JobRecord> = {}): JobForAct => {
  const job = {
    id: ID,
    state: 'parked',
    attempt: 2,
    taskId: null,
    model: 'm',
    input: INPUT,
    createdAt: AT - 900_000,
  }
  return {
    job: { ...job, intentAt: AT, ...changes } as JobRecord,
    readable: true,
    secret: SECRET,
    lastAct: null,
    charged: null,
  }
}
const origin = (changes: Partial<TaskOrigin> = {}): TaskOrigin => ({
  callBackUrl: null,
  model: 'm',
  input: INPUT,
  createTime: AT + 500,
  completeTime: null,
  ...changes,
})
const url = (token: string) => ({ callBackUrl: `https://kiln.example/callbacks/kie/${token}` })

describe("whether a task that an operator found is the job's", () => {
  test.each<[string, Partial<JobRecord>, Partial<TaskOrigin>, string | null]>([
    ['its URL is that of the attempt', {}, url(`${ID}-2-${SECRET}`), null],
    ['its URL is that of an earlier attempt', {}, url(`${ID}-1-${SECRET}`), 'foreign'],
    ['its URL holds another secret', {}, url(`${ID}-2-${SECRET.slice(1)}x`), 'foreign'],
    ['it has no URL, and fits', {}, {}, null],
    ['it has no URL, and was made before the attempt', {}, { createTime: AT - 120_000 }, 'foreign'],
    ['it has no URL, and was made long after', {}, { createTime: AT + 120_000 }, 'foreign'],
    [
      'the queued job forgot that it was sent',
      { state: 'queued', attempt: 0, intentAt: null },
      url(`${ID}-1-${SECRET}`),
      null,
    ],
    [
      'the queued job is another',
      { state: 'queued' },
      url(`job_ffffffffffffffffffffffff-1-${SECRET}`),
      'foreign',
    ],
    ['the queued job fits', { state: 'queued', attempt: 0, intentAt: null }, {}, null],
    ['the queued job came later', { state: 'queued', createdAt: AT + 120_000 }, {}, 'foreign'],
  ])('%s', (_name, job, task, expected) => {
    expect(judgeTask(origin(task), found(job), 30_000)).toBe(expected)
  })

  test('nobody needs to be asked about another task, or for a job that was never sent', () => {
    expect(refuseUnasked(found({ taskId: 'a' }), 'b')).toBe('hasTask')
    expect(refuseUnasked(found({ taskId: 'a' }), 'a')).toBeNull()
    expect(refuseUnasked(found({ attempt: 0 }), 'b')).toBe('neverSent')
    expect(refuseUnasked(found({ attempt: 0, state: 'queued' }), 'b')).toBeNull()
    expect(judgeTask(null, found(), 0)).toBe('unknown')
  })
})
