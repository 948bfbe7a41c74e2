import { describe, expect, test } from '@jest/globals'
import { splitDocument, type DocumentPart } from './split-document.ts'

const limits = { jobBytes: 100, fieldBytes: 50 }

async function partsOf(text: string, size: number): Promise<DocumentPart[]> {
  const bytes = Buffer.from(text)
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  const parts: DocumentPart[] = []
  for await (const part of splitDocument(chunks(), limits)) parts.push(part)
  return parts
}

const job = (text: string) => ({ kind: 'job', raw: { kind: 'text', text } })
const field = (name: string, text: string) => ({ kind: 'field', name, raw: { kind: 'text', text } })

const WHOLE = String.raw`{ "name":"a \"b\" ]}" , "defaults":{"input":{"x":[1,{"y":"}"}]}},"budget": null,
  "jobs":[{"a":"\\"}, 7 ,"x,]",[],null,{"ключ":"🔥"}],"late":true}`

describe.each([1, 2, 3, 7, 1_000])('a document that comes %d bytes at a time', (size) => {
  test('is cut into its fields and its jobs, whatever stands in their texts', async () => {
    expect(await partsOf(WHOLE, size)).toEqual([
      field('name', String.raw`"a \"b\" ]}"`),
      field('defaults', '{"input":{"x":[1,{"y":"}"}]}}'),
      field('budget', 'null'),
      job(String.raw`{"a":"\\"}`),
      job('7'),
      job('"x,]"'),
      job('[]'),
      job('null'),
      job('{"ключ":"🔥"}'),
      field('late', 'true'),
    ])
  })

  test.each([
    '',
    '[]',
    '7',
    '{"jobs":[1]',
    '{"jobs":[1,]}',
    '{"jobs":[1]}}',
    '{"jobs":[1]} x',
    '{"jobs" [1]}',
    '{jobs:[1]}',
    '{"jobs":[1 2]}',
    '{"jobs":["x]}',
    '{"name":"x",}',
    '{"name":"x"',
    '{"jobs":[1],"jobs":[2]}',
  ])('that is none ends with saying so: %s', async (text) => {
    expect((await partsOf(text, size)).at(-1)).toEqual({ kind: 'notJson' })
  })

  test.each(['{}', ' {"jobs":[]}\n', '\ufeff{"jobs" : [ ] }'])('may hold nothing: %s', async (text) => {
    expect(await partsOf(text, size)).toEqual([])
  })

  test('keeps no part that is longer than it may be', async () => {
    const text = `{"name":"${'n'.repeat(60)}","jobs":[{"a":"${'x'.repeat(200)}"},1]}`
    expect(await partsOf(text, size)).toEqual([
      { kind: 'field', name: 'name', raw: { kind: 'tooLong' } },
      { kind: 'job', raw: { kind: 'tooLong' } },
      job('1'),
    ])
  })
})

test('a list of a list of jobs that is no list is a field', async () => {
  expect(await partsOf('{"jobs":{"a":1}}', 3)).toEqual([field('jobs', '{"a":1}')])
})
