import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import { programCommand } from '@kiln/local'
import { JOB, useJobFiles } from './testing/job-files.ts'
import { runKiln } from './testing/run-kiln.ts'

const program = programCommand('apps/cli/src/main.ts')
const KILN = [program.command, ...program.args].map((part) => `'${part}'`).join(' ')
const shell = (script: string) => promisify(execFile)('bash', ['-c', script])
const files = useJobFiles()

describe('kiln as a program', () => {
  test('writes no colours off a terminal, and ends with the code of its answer', async () => {
    const [list, fault] = await Promise.all([runKiln(['models'], { env: { CI: '1' } }), runKiln(['chek'])])
    expect(list.out).not.toContain('\u001b')
    expect([list.code, fault.code, fault.out]).toEqual([0, 2, ''])
  })

  test('takes addresses, keys and its language from the environment, and jobs from standard input', async () => {
    const nobody = 'http://127.0.0.1:9'
    const input = { input_urls: ['https://files.example/a.png'], video_urls: ['https://files.example/a.mp4'] }
    const stdin = JSON.stringify({ model: 'kling-3.0/motion-control', input })
    const callback = { KIE_CALLBACK_URL: 'https://kiln.example.com' }
    const [check, diff, schedule, parked] = await Promise.all([
      runKiln(['check', '-'], { stdin, env: callback }),
      runKiln(['catalog', 'diff'], { env: { KIE_AI_API_KEY: 'a-very-secret-key', KIE_BASE_URL: nobody } }),
      runKiln(['schedule', 'x'], { env: { KILN_API_URL: nobody } }),
      runKiln(['parked'], { env: { KILN_API_URL: nobody, LANG: 'ru_RU.UTF-8' } }),
    ])
    expect(check).toEqual({ code: 0, out: '1 job is good.\n', err: '' })
    expect(diff.err).toMatch(/^KIE at 127\.0\.0\.1:9 did not list its models: .*ECONNREFUSED/)
    expect(schedule.err).toContain('The API does not answer: 127.0.0.1:9')
    expect(parked.err).toMatch(/[а-яё].*127\.0\.0\.1:9|127\.0\.0\.1:9.*[а-яё]/)
    expect([diff, schedule, parked].map(({ code }) => code)).toEqual([2, 2, 2])
    expect(diff.out + diff.err).not.toContain('very-secret')
  })

  test('streams: two hundred megabytes pass through a heap of ninety-six', async () => {
    const line = `${JSON.stringify({ ...JOB, input: { prompt: 'x'.repeat(10_000) } })}\n`
    const lines = function* () {
      for (let at = 0; at < 20_000; at++) yield line
      yield '{}\n'
    }
    const { code, out } = await runKiln(['check', '-'], {
      stdin: lines(),
      flags: ['--max-old-space-size=96'],
    })
    expect(out).toContain('line 20001  model  required')
    expect(out).toMatch(/1 of 20001 jobs is bad\.\n$/)
    expect(code).toBe(1)
  }, 120_000)

  test('when nobody reads on ends quietly, with the code of what it told', async () => {
    const bad = await shell(
      `yes '{"model":"x","input":{}}' | head -n 20000 | { ${KILN} check - --json; echo $? >&3; } 3>&2 | head -n 1`,
    )
    expect(JSON.parse(bad.stdout)).toMatchObject({ ok: false, line: 1 })
    expect(bad.stderr).toBe('1\n')
    const good = await shell(
      `yes '${JSON.stringify(JOB)}' | { ${KILN} check - --json; echo $? >&3; } 3>&2 | head -n 1`,
    )
    expect(JSON.parse(good.stdout)).toMatchObject({ ok: true, line: 1 })
    expect(good.stderr).toBe('0\n')
  })

  test('says that it could not write, and ends with 2', async () => {
    const script = `${KILN} check ${join(files.folder, 'job.json')} > /dev/full; echo $?`
    const { stdout, stderr } = await shell(script)
    expect(stdout).toBe('2\n')
    expect(stderr).toBe('Standard output cannot be written to (ENOSPC).\n')
  })
})
