import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import type { SystemView } from '@kiln/sdk'
import { examineSettings } from '@kiln/config'
import { judgeSystem } from './look-at-api.ts'
import { lookAtClocks } from './look-at-clock.ts'
import { lookAtNode, NEEDED_NODE } from './look-at-node.ts'
import { judgeServer, readInfo } from './look-at-redis.ts'
import { lookAtSettings } from './look-at-settings.ts'

const codes = (findings: { code: string }[]) => findings.map(({ code }) => code)

describe('Node.js', () => {
  test.each([
    ['v20.18.3', 'nodeOld'],
    ['v20.9.0', 'nodeOld'],
    ['v18.20.1', 'nodeOld'],
    ['v20.19.0', 'nodeGood'],
    ['v22.1.0', 'nodeGood'],
  ])('%s is %s', (version, code) => {
    expect(codes(lookAtNode(version))).toEqual([code])
  })

  test('is asked for as package.json does', () => {
    const root = readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8')
    expect((JSON.parse(root) as { engines: { node: string } }).engines.node).toBe(`>=${NEEDED_NODE}`)
  })
})

describe('what Redis tells of itself', () => {
  const SOUND = '# Server\r\nredis_version:7.2.4\r\nrole:master\r\nused_memory:10\r\nmaxmemory:0\r\n'
  const judge = (more: string) => codes(judgeServer(readInfo(SOUND + more), 'a:1'))

  test.each([
    ['', []],
    ['redis_version:6.2.14\r\n', ['redisOld']],
    ['role:slave\r\n', ['redisIsReplica']],
    ['aof_last_write_status:err\r\n', ['redisCannotWrite']],
    ['aof_last_bgrewrite_status:ok\r\nrdb_last_bgsave_status:err\r\n', ['redisCannotWrite']],
    ['maxmemory:100\r\n', []],
    ['maxmemory:12\r\n', ['redisFills']],
  ])('with %j is %j', (more, expected) => {
    expect(judge(more)).toEqual(expected)
  })
})

describe('clocks', () => {
  test.each([
    [0, null, ['clocksGood']],
    [1_900, 100_000, ['clocksGood']],
    [-5_000, null, ['clockOff']],
    [5_000, 0, ['clockOff']],
    [0, 200_000, ['kieClockOff']],
    [-200_000, 0, ['clockOff', 'kieClockOff']],
    // Ours is off, and KIE's agrees with Redis'.
    [200_000, -200_000, ['clockOff']],
  ])('with ours %d ms ahead of Redis and KIE %j ahead of ours are %j', (ahead, kieAheadMs, expected) => {
    expect(codes(lookAtClocks({ redisMs: 1_000_000, hereMs: 1_000_000 + ahead, kieAheadMs }))).toEqual(
      expected,
    )
  })
})

describe('the limit', () => {
  const env = { REDIS_URL: 'redis://a:1', KIE_AI_API_KEY: 'a-key' }
  test.each([
    ['20/10s', 'settingsGood'],
    ['2/1s', 'settingsGood'],
    ['3/1s', 'limitAboveKie'],
    ['40/20s', 'limitAboveKie'],
  ])('%s is %s at the real KIE', (limit, code) => {
    expect(codes(lookAtSettings(examineSettings({ ...env, KILN_SUBMIT_LIMIT: limit })))).toEqual([code])
  })
})

describe('the system', () => {
  const at = '2026-11-21T11:12:29.000Z'
  const worker = {
    host: 'a',
    pid: 1,
    startedAt: at,
    seenAt: at,
    clockSkewMs: 0,
    version: '1.0.0',
    agrees: true,
  }
  const gate = { model: null, detail: 'why', since: at, until: null, probes: false, jobsHeld: 3 }
  const judge = (system: Partial<SystemView>) =>
    codes(
      judgeSystem({ version: '1.0.0', workers: [worker], gates: [], ...system } as SystemView, 'http://a'),
    )

  test.each<[string, Partial<SystemView>, string[]]>([
    ['a worker that agrees', {}, ['apiGood']],
    ['none', { workers: [] }, ['noWorker']],
    ['one that differs', { workers: [worker, { ...worker, agrees: false }] }, ['workersDiffer']],
    ['one that does not tell yet', { workers: [{ ...worker, agrees: null, version: null }] }, ['apiGood']],
    ['another version', { workers: [{ ...worker, version: '0.9.0' }] }, ['versionsMixed']],
    ['a clock that is slow', { workers: [{ ...worker, clockSkewMs: -6_000 }] }, ['workerClockOff']],
    ['a gate of every day', { gates: [{ ...gate, gate: 'rate' }] }, ['apiGood']],
    ['a gate that is closed', { gates: [{ ...gate, gate: 'credits' }] }, ['gateClosed']],
  ])('with %s is judged so', (_what, system, expected) => {
    expect(judge(system)).toEqual(expected)
  })
})
