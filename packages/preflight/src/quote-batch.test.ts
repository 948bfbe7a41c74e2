import { describe, expect, test } from '@jest/globals'
import { loadCatalog } from '@kiln/catalog'
import { listedPrice } from './price-job.ts'
import { quoteBatch } from './quote-batch.ts'

const catalog = loadCatalog()
const preflight = { catalog, priceJob: listedPrice, hasCallback: true }
const jobs = (count: number) => Array.from({ length: count }, () => ({ input: {} }))
const faultsIn = async (body: unknown) => {
  const quote = await quoteBatch(body, preflight, 'en')
  if (quote === null) return 'nothing'
  return 'code' in quote ? quote.errors.map(({ path, code }) => `${path} ${code}`) : quote.counts
}

describe('a batch', () => {
  test('with thousands of parameters in its defaults is refused before they meet a line', async () => {
    const input = Object.fromEntries(Array.from({ length: 8_000 }, (_, at) => [`k${at}`, 1]))
    const judged = { count: 0 }
    const check: typeof catalog.check = (...args) => {
      judged.count += 1
      return catalog.check(...args)
    }
    const counting = { ...preflight, catalog: { ...catalog, check } }
    expect(
      await quoteBatch({ defaults: { model: 'z-image', input }, jobs: jobs(1_000) }, counting, 'en'),
    ).toMatchObject({
      ok: false,
      errors: [{ path: 'defaults.input', code: 'tooMany' }],
    })
    expect(judged.count).toBe(0)
  })

  test('with a long list in its defaults is refused, for every line would hold it', async () => {
    const input = { image_input: Array.from({ length: 2_000 }, () => 1) }
    expect(await faultsIn({ defaults: { input }, jobs: jobs(1) })).toEqual(['defaults tooMany'])
  })

  test('drops nothing of its defaults without a word', async () => {
    const body = JSON.parse(
      '{"defaults":{"model":"nano-banana-2","input":{"prompt":"x","__proto__":{"a":1}}},"jobs":[{"input":{}}]}',
    ) as unknown
    expect(await faultsIn(body)).toMatchObject({ lines: 1, invalid: 1 })
  })

  test('is left alone once nobody waits for it', async () => {
    const control = new AbortController()
    let judged = 0
    const check: typeof catalog.check = (...args) => {
      judged += 1
      control.abort()
      // Long enough for its slice of time to be over.
      const until = performance.now() + 11
      while (performance.now() < until);
      return catalog.check(...args)
    }
    const gone = { ...preflight, catalog: { ...catalog, check } }
    expect(
      await quoteBatch(
        { jobs: jobs(1_000).map((job) => ({ ...job, model: 'z-image' })) },
        gone,
        'en',
        control.signal,
      ),
    ).toBeNull()
    expect(judged).toBe(1)
  })
})
