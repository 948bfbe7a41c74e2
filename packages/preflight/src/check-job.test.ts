import { describe, expect, test } from '@jest/globals'
import { loadCatalog } from '@kiln/catalog'
import { checkJob } from './check-job.ts'

const judges = { catalog: loadCatalog(), hasCallback: true }
const faultsIn = (raw: unknown) => {
  const checked = checkJob(raw, judges, 'en')
  return checked.ok ? 'none' : checked.errors.map(({ path, code }) => `${path} ${code}`)
}

describe('a job is judged as it came', () => {
  // The API's own parser refuses this name; the command line and every other caller parse for themselves.
  test.each([
    [
      '{"model":"nano-banana-2","input":{"prompt":"x","__proto__":{"a":1}}}',
      'input.__proto__ unknownParameter',
    ],
    [
      '{"model":"nano-banana-2","input":{"prompt":"x","__proto__":{"a":1}},"strict":true}',
      'input.__proto__ unknownParameter',
    ],
    [
      '{"model":"nano-banana-2","input":{"prompt":"x","__proto__":{"a":1}},"strict":false}',
      'input.__proto__ unknownParameter',
    ],
    [
      '{"model":"nano-banana-2","input":{"prompt":"x"},"metadata":{"__proto__":"a"}}',
      'metadata.__proto__ unknownField',
    ],
  ])('%s is refused', (text, fault) => {
    expect(faultsIn(JSON.parse(text))).toEqual([fault])
  })

  test('with more parameters than any model has it is refused before one of them is looked at', () => {
    const input = Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`k${at}`, 1]))
    expect(faultsIn({ model: 'nano-banana-2', input })).toEqual(['input tooMany'])
    delete input['k200']
    expect(faultsIn({ model: 'nano-banana-2', input, strict: false })).toEqual(['input.prompt required'])
  })
})
