import { describe, expect, test } from '@jest/globals'
import { loadCatalog } from '@kiln/catalog'
import type { LiveModel } from '@kiln/kie-client'
import { compareCatalog, differs } from './compare-catalog.ts'

const catalog = loadCatalog()
const liveOf = (id: string, pricing: string | null = null): LiveModel => ({
  id,
  title: null,
  provider: null,
  taskType: null,
  pricing,
})
/** Everything that the catalogue calls active, as KIE would list it. */
const agreed = catalog.list({ status: 'active' }).map(({ id }) => liveOf(id))

describe('the catalogue and the live list', () => {
  test('agree when KIE lists what is active here', () => {
    const difference = compareCatalog(catalog, agreed)
    expect(difference).toEqual({ added: [], gone: [], back: [], prices: [], shared: agreed.length })
    expect(differs(difference)).toBe(false)
  })

  test('differ by models that only one of them has, and by one that is back', () => {
    const live = [
      liveOf('z-new/model'),
      ...agreed.filter(({ id }) => id !== 'nano-banana-2'),
      liveOf('a-new/model'),
      liveOf('sora-2-image-to-video'),
    ]
    const difference = compareCatalog(catalog, live)
    expect(difference.added.map(({ id }) => id)).toEqual(['a-new/model', 'z-new/model'])
    expect(difference.gone).toEqual([{ id: 'nano-banana-2', title: 'Google - Nano Banana 2' }])
    expect(difference.back).toEqual([{ id: 'sora-2-image-to-video', status: 'legacy' }])
    expect(differs(difference)).toBe(true)
  })

  test('know a model by its other names', () => {
    const live = agreed.map((one) => (one.id === 'topaz/image-upscale' ? liveOf('topaz/upscale') : one))
    expect(compareCatalog(catalog, live)).toMatchObject({ added: [], gone: [], shared: agreed.length })
  })

  test.each([
    ['8 credits (1K), 12 credits (2K), 18 credits (4K)', 0],
    ['from 8 Credits per image', 0],
    ['9 credits per image', 1],
    ['8 credits, or 8.5 credits in a hurry', 1],
    ['$0.04 per image', 0],
    ['see the price page', 0],
  ])('the price text %j is worth %d look', (pricing, looks) => {
    const difference = compareCatalog(catalog, [...agreed, liveOf('nano-banana-2', pricing)])
    expect(difference.prices).toHaveLength(looks)
    expect(differs(difference)).toBe(false)
  })
})
