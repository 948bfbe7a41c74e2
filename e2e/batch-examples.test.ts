import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { makeTemporaryFolder } from '@kiln/local'
import { exampleOf, runExample, settledAnswer } from './examples.ts'
import { startStack, type Stack } from './stack.ts'

let stack: Stack
let folder: Awaited<ReturnType<typeof makeTemporaryFolder>>
/** Of the batch that an example before has made. */
let id = ''
beforeAll(async () => {
  folder = await makeTemporaryFolder('kiln-examples-')
  stack = await startStack()
}, 60_000)
afterAll(async () => {
  await stack.stop()
  await folder.remove()
}, 30_000)

describe('the examples of batches and of the SDK', () => {
  // In this order: those of a page go on from each other.
  test.each([
    ['README.md', 'batch'],
    ['docs/batches.md', 'submit'],
    ['docs/batches.md', 'curl'],
    ['docs/batches.md', 'quote'],
    ['docs/batches.md', 'follow'],
    ['docs/batches.md', 'results'],
    ['docs/batches.md', 'errors'],
    ['packages/sdk/README.md', 'job'],
    ['packages/sdk/README.md', 'batch'],
    ['packages/sdk/README.md', 'problem'],
  ])(
    '%s: %s answers what the page shows',
    async (page, name) => {
      const example = exampleOf(page, name)
      const told = await runExample(example, { apiUrl: stack.api.url, folder: folder.path, id })
      id = /batch_[0-9a-f]{24}/.exec(told)?.[0] ?? id
      expect(settledAnswer(told)).toEqual(settledAnswer(example.answer))
    },
    60_000,
  )
})
