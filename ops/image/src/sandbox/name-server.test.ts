import { describe, expect, test } from '@jest/globals'
import { answerTo } from './name-server.ts'

const NAMES = new Map([['worker', ['127.1.2.3', '127.1.2.4']]])

/** A question with id 7 for one label. */
const question = (label: string, type: number) =>
  Buffer.from([0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, label.length, ...Buffer.from(label), 0, 0, type, 0, 1])

describe('the name server of the proof', () => {
  test('tells the address of each replica', () => {
    const answer = answerTo(question('worker', 1), NAMES)!
    expect(answer.readUInt16BE(0)).toBe(7)
    expect(answer.readUInt16BE(6)).toBe(2)
    expect([...answer.subarray(-4)]).toEqual([127, 1, 2, 4])
  })

  test('knows no IPv6 address of a name that it knows, and says that it does not know others', () => {
    expect(answerTo(question('worker', 28), NAMES)!.readUInt16BE(2) & 0xf).toBe(0)
    expect(answerTo(question('worker', 28), NAMES)!.readUInt16BE(6)).toBe(0)
    expect(answerTo(question('nobody', 1), NAMES)!.readUInt16BE(2) & 0xf).toBe(3)
  })

  test('does not answer what is no question', () => {
    expect(answerTo(Buffer.alloc(3), NAMES)).toBeNull()
  })
})
