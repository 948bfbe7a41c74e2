import { describe, expect, test } from '@jest/globals'
import { useAnsweringApi } from '../testing/answering-api.ts'
import { aSystem } from '../testing/operating-views.ts'
import { runHere } from '../testing/run-here.ts'

/** What JSON leaves as it is: delete, a C1 sequence, a separator of lines, a turn of the reading direction. */
const HOSTILE = 'a\u007f\u009b31m\u2028\u202eb'
const api = useAnsweringApi()

const JOB = { id: 'job_1', state: 'failed', waitingFor: null, failure: { message: HOSTILE } }
const BATCH = { id: 'batch_1', status: 'ended', name: HOSTILE, counts: {}, invalid: 0 }

describe('--json', () => {
  test.each([
    ['audit', 'GET /v1/audit', { entries: [{ actor: HOSTILE }], nextCursor: null }],
    ['keys list', 'GET /v1/keys', { keys: [{ name: HOSTILE }] }],
    ['keys revoke shop', 'POST /v1/keys/shop/revoke', { name: HOSTILE, scopes: [] }],
    ['batches', 'GET /v1/batches', { batches: [BATCH], nextCursor: null }],
    ['batch batch_1', 'GET /v1/batches/batch_1', BATCH],
    ['cancel job_1', 'POST /v1/jobs/job_1/cancel', JOB],
    ['jobs', 'GET /v1/jobs', { jobs: [JOB], nextCursor: null }],
    ['parked', 'GET /v1/jobs', { jobs: [JOB], nextCursor: null }],
    ['system', 'GET /v1/system', { ...aSystem(), version: HOSTILE }],
  ])('of kiln %s means what the API said, and commands no terminal', async (typed, route, body) => {
    api.answers = { [route]: body }
    const { out, err } = await runHere([...typed.split(' '), '--json'], { KILN_API_URL: api.url })
    expect(err).toBe('')
    expect(JSON.stringify(JSON.parse(out))).toContain(HOSTILE)
    expect(out).not.toMatch(/[^\P{C}\n]|[\u2028\u2029]/u)
  })
})
