import { describe, expect, test } from '@jest/globals'
import { readApiConfig, readWorkerConfig } from '@kiln/config'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { readCompose, readEnvFile, secondsOf } from './compose.ts'

const REPOSITORY = new URL('../../../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, REPOSITORY), 'utf8')

const DRAW = new URL('ops/deploy/new-env.sh', REPOSITORY).pathname
const drawn = execFileSync('sh', [DRAW, '-'], { encoding: 'utf8' })
const services = readCompose(read('docker-compose.yml'), readEnvFile(drawn))
const envOf = (name: string) => services.find((service) => service.name === name)?.env ?? {}
const documented = (name: string) => read('docs/configuration.md').includes(`| \`${name}\``)

/** What the image sets. */
const IMAGE = { HOST: '0.0.0.0', HOME: '/' }

describe('docker-compose.yml', () => {
  test('gives API and worker what they accept, without a warning', () => {
    const api = readApiConfig({ ...IMAGE, ...envOf('api') })
    const worker = readWorkerConfig({ ...IMAGE, ...envOf('worker') })
    for (const reading of [api, worker]) {
      expect(reading.ok ? reading.warnings.map(({ variable }) => variable) : reading.faults).toEqual([])
    }
  })

  test('stops with all that is missing while .env.example is not filled in', () => {
    expect(() => readCompose(read('docker-compose.yml'), readEnvFile(read('.env.example')))).toThrow(
      /is missing; see \.env\.example/,
    )
  })

  test.each(['api', 'worker'])('gives the %s nothing that kiln does not read', (name) => {
    expect(Object.keys(envOf(name)).filter((variable) => !documented(variable))).toEqual([])
  })

  test.each(['api', 'worker'])('waits longer for the %s than it wants to end', (name) => {
    const service = services.find((each) => each.name === name)!
    expect(service.stopGraceMs).toBeGreaterThan(secondsOf(service.env['KILN_SHUTDOWN_GRACE'] ?? '') * 1_000)
  })
})

describe('a drawn .env', () => {
  const example = Object.entries(readEnvFile(read('.env.example')))
  const written = readEnvFile(drawn)

  test('has a secret of its own for each that the example leaves open, but none of KIE', () => {
    const open = example
      .filter(([name, value]) => value === '' && !name.startsWith('KIE_'))
      .map(([name]) => name)
    expect(open.length).toBeGreaterThan(3)
    expect(new Set(open.map((name) => written[name])).size).toBe(open.length)
    for (const name of open) expect(written[name]).toMatch(/^[0-9a-f]{48}$/)
    expect(written['KIE_WEBHOOK_HMAC_KEY']).toBe('')
  })

  test('can be read by its owner alone, and is never written over: its passwords are in use', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kiln-env-'))
    const path = join(folder, '.env')
    execFileSync('sh', [DRAW, path])
    const first = readFileSync(path, 'utf8')
    expect(Object.keys(readEnvFile(first))).toEqual(Object.keys(written))
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(() => execFileSync('sh', [DRAW, path], { stdio: 'pipe' })).toThrow(/left as it is/)
    expect(readFileSync(path, 'utf8')).toBe(first)
    rmSync(folder, { recursive: true })
  })

  test('keeps everything else', () => {
    for (const [name, value] of example) if (value !== '') expect(written[name]).toBe(value)
  })
})

describe('the settings for Kubernetes', () => {
  test('are ones that kiln reads', () => {
    const { data } = parse(read('ops/deploy/kubernetes/settings.yml')) as { data: Record<string, string> }
    expect(Object.keys(data).filter((variable) => !documented(variable))).toEqual([])
  })
})

describe('the examples of several servers of Redis', () => {
  test.each(['sentinel', 'cluster'])('are accepted, without a warning: %s', (kind) => {
    const example = readEnvFile(read(`ops/deploy/examples/${kind}.env`))
    const reading = readWorkerConfig({ ...IMAGE, KIE_AI_API_KEY: 'x', ...example })
    expect(reading.ok ? reading.warnings : reading.faults).toEqual([])
    expect(reading.ok && reading.config.redis.servers).toMatchObject({ kind })
  })
})
