import { expect, test } from '@jest/globals'
import { readMemory } from './redis-memory.ts'

const saying = (text: string) => ({ info: () => Promise.resolve(text) })
const failing = (name: string) => ({
  info: () => Promise.reject(Object.assign(new Error('no'), { name })),
})

test('the memory of Redis is what INFO says', async () => {
  const text =
    '# Memory\r\nused_memory:1024\r\nused_memory_human:1K\r\nmaxmemory:0\r\nmaxmemory_policy:noeviction\r\n'
  expect(await readMemory(saying(text))).toEqual({ usedBytes: 1_024, maxBytes: 0 })
})

test('it is not known where INFO is forbidden, or says nothing of it', async () => {
  expect(await readMemory(failing('ReplyError'))).toBeNull()
  expect(await readMemory(saying('# Memory\r\n'))).toBeNull()
})

test('a Redis that is away is not one that does not tell', async () => {
  await expect(readMemory(failing('MaxRetriesPerRequestError'))).rejects.toThrow('no')
})
