import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import { programCommand } from '@kiln/local'
import type { Section } from './benchmark.ts'

const run = promisify(execFile)

async function bench(...args: string[]): Promise<{ out: string; err: string; code: number }> {
  const program = programCommand('bench/src/main.ts')
  try {
    const { stdout, stderr } = await run(program.command, [...program.args, ...args])
    return { out: stdout, err: stderr, code: 0 }
  } catch (error) {
    const { stdout, stderr, code } = error as { stdout: string; stderr: string; code: number }
    return { out: stdout, err: stderr, code }
  }
}

describe('pnpm bench', () => {
  test('without a name says what there is', async () => {
    const { out, err, code } = await bench()
    expect([out, code]).toEqual(['', 2])
    expect(err).toContain(
      'Say what to measure: batch, catalog, failures, feed, life, watch, due, capacity; got nothing.',
    )
    expect(err).toMatch(/pnpm bench <name>[\s\S]*catalog: [\s\S]*--rounds N {4}\S[\s\S]*--json/)
  })

  test('batch prints how fast a batch is taken in, beside the baseline, and who waits meanwhile', async () => {
    const { out } = await bench('batch', '--lines', '300')
    expect(out).toMatch(/^batch on \d+ × .+, Node \d/)
    expect(out.match(/^\| figure .*\| median .*\| lowest .*\| highest .*\| goal/gm)).not.toBeNull()
    for (const figure of ['until 202', 'baseline: addBulk', 'ratio', 'API grows by', 'others wait, p99']) {
      expect(out).toMatch(new RegExp(`^\\| ${figure} +\\| .+ \\| +[\\d.e+-]+ `, 'm'))
    }
    expect(out.match(/^\| (?:API|worker): of that its own work, most +\| ms +\| [\d.]+ /gm)).toHaveLength(4)
    expect(out).toMatch(/^\| of Redis' processor, slowest +\| ms +\| +[\d.e-]+ /m)
  }, 90_000)

  test('feed prints what each step of a job costs Redis, for each crowd', async () => {
    const { out } = await bench('feed', '--rounds', '1')
    expect(out.match(/jobs wait$/gm)).toHaveLength(4)
    for (const step of ['accept', 'feed', 'begin', 'answer', 'claim', 'read', 'verdict']) {
      expect(
        out.match(new RegExp(`^\\| ${step} +\\| commands for each job +\\| [\\d.]+ `, 'gm')),
      ).toHaveLength(4)
    }
  }, 60_000)

  test('life prints what a job asks of Redis from its request to its verdict, script by script', async () => {
    const { out } = await bench('life', '--jobs', '3', '--idle', '2', '--seconds', '1')
    for (const figure of ['commands', 'bytes to Redis', 'script accept', 'script begin']) {
      expect(out).toMatch(new RegExp(`^\\| ${figure} +\\| a job +\\| +[\\d.e-]+ `, 'm'))
    }
  }, 180_000)

  test('failures prints how fast groups, plans and their jobs are answered', async () => {
    const { out } = await bench('failures', '--jobs', '300', '--failures', '40', '--rounds', '2')
    expect(out).toMatch(/40 failures of 4 kinds among 300 jobs/)
    for (const figure of ['groups, newest first', 'plan of all', 'plan of one cause', 'jobs of one cause']) {
      expect(out).toMatch(new RegExp(`^\\| ${figure} +\\| ms +\\| +[\\d.]+ `, 'm'))
    }
  }, 90_000)

  test('watch prints the reads and the lag of every rule, beside the best there is', async () => {
    const { out } = await bench('watch', '--runs', '20', '--lessons', '1', '--rounds', '1')
    expect(out.match(/\. All callbacks lost$/gm)).toHaveLength(13)
    // Six models, with all, few and no callbacks lost.
    for (const rule of ['learned after 30 runs', 'every 10 s', 'exponential 2 ×', 'the best there is']) {
      expect(out.match(new RegExp(`^\\| ${rule} +\\| s of lag +\\| [\\d.]+ `, 'gm'))).toHaveLength(18)
    }
    expect(out.match(/^\| learned after 100 runs +\| × the best cost +\| [\d.]+ /gm)).toHaveLength(13)
  }, 60_000)

  test('due prints how late reads start, with jobs that wait for submit and without', async () => {
    const { out } = await bench(
      'due',
      '--seconds',
      '3',
      '--waiting',
      '50',
      '--running',
      '20',
      '--rounds',
      '1',
    )
    expect(out.match(/tasks and more run$/gm)).toHaveLength(2)
    expect(out.match(/^\| reads, 99 of 100 +\| ms late +\| [\d.]+ /gm)).toHaveLength(2)
  }, 90_000)

  test('capacity prints how fast jobs come in and are worked off, and what those that wait weigh', async () => {
    const { out } = await bench('capacity', '--seconds', '1', '--queued', '500', '--jobs', '20')
    for (const figure of ['accepted', 'taken in', 'Redis, a waiting job', 'from the queue to the verdict']) {
      expect(out).toMatch(new RegExp(`^\\| ${figure} +\\| .+ \\| +[\\d.]+ `, 'm'))
    }
  }, 90_000)

  test('catalog --json has every figure of the checks, the load and the stream with its spread', async () => {
    const { out } = await bench('catalog', '--rounds', '1', '--lines', '40', '--passes', '1', '--json')
    const report = JSON.parse(out)
    expect(report).toMatchObject({ benchmark: 'catalog', numbers: { rounds: 1, lines: 40, passes: 1 } })
    const names = report.sections.map(({ figures }: Section) => figures.map(({ name }) => name))
    expect(names).toEqual([
      expect.arrayContaining(['8 fields with a link: ratio', '8 fields without one: ratio']),
      expect.arrayContaining(['all models']),
      expect.arrayContaining(['speed']),
    ])
    for (const { figures } of report.sections) {
      for (const { name, unit, spread } of figures) {
        expect([name, unit]).toEqual([expect.any(String), expect.any(String)])
        expect(spread.min <= spread.median && spread.median <= spread.max).toBe(true)
      }
    }
  }, 60_000)
})
