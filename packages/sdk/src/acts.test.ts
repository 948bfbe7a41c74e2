import { describe, expect, test } from '@jest/globals'
import { hangUp, json, problem } from './testing/scripted-server.ts'
import { problemIn, useScriptedKiln } from './testing/use-scripted-kiln.ts'

const kilnAgainst = useScriptedKiln()
const JOB = { id: 'job_1', state: 'queued' }

describe('an act of an operator', () => {
  test('sends what was given and nothing else', async () => {
    const { kiln, seen } = await kilnAgainst([json(200, { ...JOB, outcome: 'requeued', warnings: [] })])
    expect(await kiln.requeue('a/b')).toMatchObject({ outcome: 'requeued' })
    const { signal } = new AbortController()
    await kiln.requeue('job_1', { confirmCharge: true, attempt: 2, input: { prompt: 'x' }, signal })
    await kiln.bind('job_1', 'task-1', { signal })
    await kiln.writeOff('job_1')
    expect(seen.map(({ method, url, body }) => [method, url, body.toString()])).toEqual([
      ['POST', '/v1/jobs/a%2Fb/requeue', '{}'],
      ['POST', '/v1/jobs/job_1/requeue', '{"confirmCharge":true,"attempt":2,"input":{"prompt":"x"}}'],
      ['POST', '/v1/jobs/job_1/bind', '{"taskId":"task-1"}'],
      ['POST', '/v1/jobs/job_1/write-off', ''],
    ])
  })

  test('is never made again once it may have arrived', async () => {
    const { kiln, seen } = await kilnAgainst([hangUp, problem(503, 'kieNotAsked'), hangUp])
    expect(await problemIn(kiln.requeue('job_1'))).toMatchObject({ code: 'unreachable' })
    expect(await problemIn(kiln.bind('job_1', 't'))).toMatchObject({ code: 'kieNotAsked', status: 503 })
    expect(await problemIn(kiln.writeOff('job_1'))).toMatchObject({ code: 'unreachable' })
    expect(seen).toHaveLength(3)
  })

  test('that is refused tells what it may cost, and who was first', async () => {
    const more = {
      confirm: { why: 'parked', credits: { min: 8, max: 8 }, mayHaveCost: 8, evidence: {} },
      lastAct: { by: 'ann', act: 'requeue', at: '2026-11-21T12:00:00.000Z' },
    }
    const { kiln } = await kilnAgainst([problem(409, 'confirmChargeNeeded', {}, more)])
    const told = await problemIn(kiln.requeue('job_1'))
    expect(told).toMatchObject({ code: 'confirmChargeNeeded', status: 409, problem: more })
  })

  test('answered by something else that speaks JSON did not happen', async () => {
    const { kiln } = await kilnAgainst([json(200, { hello: 'world' })])
    expect(await problemIn(kiln.writeOff('job_1'))).toMatchObject({ code: 'answerUnreadable', problem: null })
  })
})
