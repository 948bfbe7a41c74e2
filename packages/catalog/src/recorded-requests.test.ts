import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { loadCatalog } from './catalog.ts'

interface Recorded {
  case: string
  model: string
  input: Record<string, unknown>
}

const file = new URL('../recordings/requests.json', import.meta.url)
const { requests } = JSON.parse(readFileSync(file, 'utf8')) as { requests: Recorded[] }
const catalog = loadCatalog()

test.each(requests.map((one) => [one.case, one] as const))(
  '%s, which KIE accepted, is accepted and sent with every field that it had',
  (_case, { model, input }) => {
    const result = catalog.check(model, input)
    expect(result).toMatchObject({ ok: true, modelId: model })
    expect(result.ok && result.input).toMatchObject(tidied(input))
  },
)

/** What may change on the way: white space around a text, and one link in a list where one link is wanted. */
function tidied(input: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => {
      const single = name === 'image_url' && Array.isArray(value) ? (value[0] as unknown) : value
      return [name, typeof single === 'string' ? single.trim() : single]
    }),
  )
}
