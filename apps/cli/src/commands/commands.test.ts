import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { loadCatalog } from '@kiln/catalog'
import { startSimulatorProcess } from '@kiln/local'
import type { CatalogDifference } from '../difference/compare-catalog.ts'
import { JOB, JSONL, useJobFiles } from '../testing/job-files.ts'
import { runHere } from '../testing/run-here.ts'

const files = useJobFiles()

const rowsOf = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((row) => JSON.parse(row))

describe('kiln models and kiln model', () => {
  test('list what fits, and describe each by id or alias', async () => {
    const [list, model] = await Promise.all([
      runHere(['models', '--vendor', 'google', '--json']),
      runHere(['model', 'topaz/upscale', '--json']),
    ])
    const { models } = JSON.parse(list.out)
    expect(models.map(({ id }: { id: string }) => id)).toContain('nano-banana-2')
    expect(new Set(models.map(({ vendor }: { vendor: string }) => vendor))).toEqual(new Set(['Google']))
    expect(JSON.parse(model.out)).toMatchObject({ id: 'topaz/image-upscale', schema: { type: 'object' } })
  })

  test('show a page to a person', async () => {
    const { code, out } = await runHere(['model', 'sora-2-image-to-video'])
    expect(code).toBe(0)
    expect(out).toContain("! sora-2-image-to-video is no longer in KIE's list")
    expect(out).toMatch(/ {2}prompt +Prompt +required +a text of 1 to 10000 characters/)
    expect(out).toMatch(/ {2}20 credits +0\.1 USD +per video/)
    const [motion, surcharged] = await Promise.all([
      runHere(['model', 'kling-3.0/motion-control']),
      runHere(['model', 'seedream/5-pro-image-to-image']),
    ])
    expect(motion.out).toMatch(/^needs +a callback URL: KIE_CALLBACK_URL must be set$/m)
    expect(surcharged.out).toMatch(/per input image .*beyond the first \d+/)
  })

  test('name the nearest ids for an unknown one, with exit code 1', async () => {
    const { code, out, err } = await runHere(['model', 'nano-banana-22'])
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^No model is called "nano-banana-22"\.\nDid you mean nano-banana-2\b.*\?\n$/)
  })
})

describe('kiln check', () => {
  test('says of each bad line where, what and what to do, and ends with 1', async () => {
    const { code, out } = await runHere(['check', join(files.folder, 'batch.jsonl')])
    expect(code).toBe(1)
    expect(out).toMatch(/^line 2 two {2}model {2}unknownModel\n {2}.*Did you mean nano-banana-2\b/)
    expect(out).toMatch(/line 3 one {2}input\.resolution {2}notOneOf\n/)
    expect(out).toMatch(/line 4 {2}notJson\n/)
    expect(out).toMatch(/3 of 4 jobs are bad\.\n$/)
  })

  test('reads standard input and answers one JSON row for each line', async () => {
    const { code, out, err } = await runHere(['check', '-', '--json'], {}, JSONL)
    expect(code).toBe(1)
    expect(err).toBe('3 of 4 jobs are bad.\n')
    expect(rowsOf(out)).toMatchObject([
      { ok: true, line: 1, customId: 'one', model: 'nano-banana-2', credits: { min: 8, max: 8 } },
      { ok: false, line: 2, customId: 'two', errors: [{ path: 'model', code: 'unknownModel' }] },
      {
        ok: false,
        line: 3,
        customId: 'one',
        errors: [{ path: 'input.resolution', code: 'notOneOf' }, { code: 'duplicateCustomId' }],
      },
      {
        ok: false,
        line: 4,
        customId: null,
        errors: [{ path: '', code: 'notJson', hint: expect.any(String) }],
      },
    ])
  })

  test('reads one job written over many lines', async () => {
    const { code, out } = await runHere(['check', join(files.folder, 'job.json')])
    expect({ code, out }).toEqual({ code: 0, out: '1 job is good.\n' })
  })

  test('warns of a model that needs a callback URL where none is set', async () => {
    const input = { input_urls: ['https://files.example/a.png'], video_urls: ['https://files.example/a.mp4'] }
    const stdin = JSON.stringify({ model: 'kling-3.0/motion-control', input })
    const [without, set] = await Promise.all([
      runHere(['check', '-'], {}, stdin),
      runHere(['check', '-'], { KIE_CALLBACK_URL: 'https://kiln.example.com' }, stdin),
    ])
    expect(without).toMatchObject({ code: 0, out: expect.stringContaining('KIE_CALLBACK_URL is not set') })
    expect(set).toMatchObject({ code: 0, out: '1 job is good.\n' })
  })

  test('refuses a batch with more after it, and a list, instead of dropping jobs', async () => {
    const stdin = `${JSON.stringify({ jobs: [JOB] })}\n${JSON.stringify({ ...JOB, model: 'x' })}\n`
    const { code, out, err } = await runHere(['check', '-'], {}, stdin)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('goes on after its first line')
  })
})

describe('kiln quote', () => {
  test('adds up what the good lines cost, and judges a budget', async () => {
    const args = ['quote', join(files.folder, 'batch.jsonl'), '--budget', '8', '--json']
    const { code, out } = await runHere(args)
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      counts: { lines: 4, valid: 1, invalid: 3, unpriced: 0 },
      credits: { min: 8, max: 8 },
      usd: { min: 0.04, max: 0.04 },
      budget: { credits: 8, verdict: 'fits' },
    })
  })

  test.each([
    ['7', 1],
    ['8', 0],
  ])('with a budget of %s of 8 credits ends with %d', async (budget, expected) => {
    const { code } = await runHere(['quote', join(files.folder, 'job.json'), '--budget', budget])
    expect(code).toBe(expected)
  })

  test('tells a person the total', async () => {
    const { code, out } = await runHere(['quote', join(files.folder, 'job.json')])
    expect(code).toBe(0)
    expect(out).toContain('Total 8 credits, 0.04 USD\n')
  })
})

describe('kiln catalog diff', () => {
  let simulator: Awaited<ReturnType<typeof startSimulatorProcess>>
  beforeAll(async () => {
    simulator = await startSimulatorProcess({ env: { PORT: '0', SIMULATOR_API_KEY: 'the-key' } })
  })
  afterAll(() => simulator.stop())

  test('tells what KIE lists and the catalogue does not, and the other way round', async () => {
    const env = { KIE_AI_API_KEY: 'the-key', KIE_BASE_URL: simulator.url }
    const [asJson, asText] = await Promise.all([
      runHere(['catalog', 'diff', '--json'], env),
      runHere(['catalog', 'diff', '--url', simulator.url], { KIE_AI_API_KEY: 'the-key' }),
    ])
    const difference = JSON.parse(asJson.out) as CatalogDifference
    const catalog = loadCatalog()
    // The simulator's list is fixed and the catalogue grows: what differs is worked out here once more.
    for (const { id } of difference.added) expect(catalog.describe(id)).toBeNull()
    for (const { id } of difference.gone) expect(catalog.describe(id)?.status).toBe('active')
    expect(difference.gone.map(({ id }) => id)).toContain('topaz/image-upscale')
    expect(difference.gone.map(({ id }) => id)).not.toContain('nano-banana-2')
    expect(difference.shared).toBeGreaterThan(0)
    expect([asJson.code, asText.code]).toEqual([1, 1])
    expect(asText.out).toMatch(/No longer listed by KIE\n[\s\S]* {2}topaz\/image-upscale/)
  })

  test.each<[string, Record<string, string>, string, string]>([
    ['without a key', {}, 'KIE_AI_API_KEY is not set.', 'simulated'],
    ['with a wrong key', { KIE_AI_API_KEY: 'wrong' }, 'did not list its models', 'Check KIE_AI_API_KEY.'],
  ])('%s says what to do', async (_what, env, fault, hint) => {
    const { code, out, err } = await runHere(['catalog', 'diff', '--url', simulator.url], env)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(fault)
    expect(err).toContain(hint)
  })

  test('with nobody at the address, or no address, says so', async () => {
    const env = { KIE_AI_API_KEY: 'a-very-secret-key' }
    const [nobody, nowhere] = await Promise.all([
      runHere(['catalog', 'diff', '--url', 'http://127.0.0.1:1'], env),
      runHere(['catalog', 'diff', '--url', 'kie'], env),
    ])
    expect(nobody.err).toMatch(/^KIE at 127\.0\.0\.1:1 did not list its models: .*ECONNREFUSED/)
    expect(nowhere.err).toContain('KIE_BASE_URL must be')
    for (const { code, err } of [nobody, nowhere]) {
      expect(code).toBe(2)
      expect(err).not.toContain('very-secret')
    }
  })
})
