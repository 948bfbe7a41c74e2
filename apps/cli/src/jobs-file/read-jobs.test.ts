import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { loadCatalog } from '@kiln/catalog'
import { listedPrice } from '@kiln/preflight'
import { readJobs } from './read-jobs.ts'

const preflight = { catalog: loadCatalog(), priceJob: listedPrice, hasCallback: true }
const JOB = { model: 'nano-banana-2', input: { prompt: 'a fox' } }
const line = JSON.stringify(JOB)

async function* bytesOf(content: string | Uint8Array, chunkBytes = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content)
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes)
}

async function verdictsOf(content: string | Uint8Array, name = 'standard input', chunkBytes = 7) {
  const jobs = await readJobs(bytesOf(content, chunkBytes), name, preflight, 'en')
  if (!jobs.ok) return jobs.fault
  const verdicts: string[] = []
  for await (const verdict of jobs.verdicts) {
    verdicts.push(`${verdict.line} ${verdict.ok ? 'good' : verdict.errors.map(({ code }) => code).join(' ')}`)
  }
  return verdicts
}

describe('a file of jobs', () => {
  test.each<[string, string, string[] | string]>([
    ['one job on one line', line, ['1 good']],
    ['one job over many lines', JSON.stringify(JOB, null, 2), ['1 good']],
    ['a job a line', `${line}\n${line}\n`, ['1 good', '2 good']],
    ['lines that end as Windows ends them', `${line}\r\n${line}\r\n`, ['1 good', '2 good']],
    ['a byte order mark', `\ufeff${line}`, ['1 good']],
    ['empty lines, which count and are no jobs', `${line}\n\n \n${line}`, ['1 good', '4 good']],
    ['a list, which is no job', '[{}]', 'standard input is a list.'],
    ['a list over many lines', '[\n1\n]', 'standard input is a list.'],
    ['a text, which is no job', '"a"', ['1 wrongType']],
    ['lines that end as old Macs end them', `${line}\r${line}\r\r${line}`, ['1 good', '2 good', '4 good']],
    [
      'one job over lines that end in returns',
      JSON.stringify(JOB, null, 2).replaceAll('\n', '\r'),
      ['1 good'],
    ],
    ['empty lines before a job', `\n\r\n${line}\n${line}`, ['3 good', '4 good']],
    ['nothing but empty lines', '\n \r\n\n', 'standard input is empty.'],
    ['a batch on one line with empty lines after it', `{"jobs":[${line}]}\n\n`, ['1 good']],
    [
      'a batch with a job after it',
      `{"jobs":[${line}]}\n${line}\n`,
      'standard input goes on after its first line, which is a whole batch.',
    ],
    [
      'a list with a job after it',
      `[${line}]\n${line}\n`,
      'standard input goes on after its first line, which is no job.',
    ],
    [
      'a batch over many lines with a job after it',
      `{"jobs":[\n${line}]}\n${line}`,
      'standard input is not readable JSON.',
    ],
    ['a batch on one line', JSON.stringify({ jobs: [JOB, {}] }), ['1 good', '2 required required']],
    [
      'a batch over many lines, with defaults',
      JSON.stringify({ defaults: { model: 'nano-banana-2' }, jobs: [{ input: { prompt: 'x' } }] }, null, 1),
      ['1 good'],
    ],
    [
      'a batch with a field too many',
      '{"jobs":[{}],"colour":1}',
      'standard input: colour is not a field of this call.',
    ],
    ['no JSON', 'hello\nworld', 'standard input is not readable JSON.'],
    ['nothing', '', 'standard input is empty.'],
  ])('may hold %s', async (_what, content, expected) => {
    expect(await verdictsOf(content)).toEqual(expected)
    expect(await verdictsOf(content, 'standard input', 1_000_000)).toEqual(expected)
  })

  test('is read by lines when its name says so, whatever the first line is', async () => {
    expect(await verdictsOf(`{\n${line}\n`, 'batch.jsonl')).toEqual(['1 notJson', '2 good'])
    expect(await verdictsOf('{"jobs":[]}', 'batch.NDJSON')).toEqual(['1 required required unknownField'])
  })

  test('tells how to make a batch of a list', async () => {
    const jobs = await readJobs(bytesOf('[]'), 'jobs.json', preflight, 'en')
    expect(jobs.ok || jobs.hint).toContain('{"jobs": [...]}')
  })

  test.each(['batch.jsonl.gz', 'batch.jsonl', 'standard input', 'batch.gz'])(
    'that is packed is unpacked as it comes, also as %s',
    async (name) => {
      const packed = gzipSync(`${line}\n${line}\n`)
      expect(await verdictsOf(packed, name)).toEqual(['1 good', '2 good'])
      expect(await verdictsOf(packed, name, 1)).toEqual(['1 good', '2 good'])
    },
  )

  test('that is packed and breaks off is bad where it does', async () => {
    // Random texts, so that half of the packed bytes are about half of the lines.
    const lines = Array.from({ length: 2_000 }, () => JSON.stringify({ ...JOB, customId: randomUUID() }))
    const packed = gzipSync(lines.join('\n'))
    const verdicts = [await verdictsOf(packed.subarray(0, packed.length / 2), 'a.jsonl.gz', 1_000)].flat()
    expect(verdicts.length).toBeGreaterThan(100)
    expect(verdicts.slice(0, -1).every((verdict) => verdict.endsWith('good'))).toBe(true)
    expect(verdicts.at(-1)).toMatch(/brokenOff$/)
    expect(await verdictsOf(packed.subarray(0, 40), 'a.json')).toBe('a.json breaks off.')
    expect(await verdictsOf(Buffer.from([0x1f, 0x8b, 1, 2, 3]), 'a.json')).toBe('a.json breaks off.')
  })

  test('with a line that is no UTF-8, or too long, goes on after it', async () => {
    const broken = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff]), Buffer.from(`"}\n${line}\n`)])
    expect(await verdictsOf(broken, 'a.jsonl')).toEqual(['1 notUtf8', '2 good'])
    const long = `"${'x'.repeat(1_100_000)}"\n${line}\n`
    expect(await verdictsOf(long, 'a.jsonl', 65_536)).toEqual(['1 tooLong', '2 good'])
  })

  test('that is one document ends at sixteen megabytes', async () => {
    const huge = `{\n${`"${'x'.repeat(1_000_000)}",\n`.repeat(17)}`
    expect(await verdictsOf(huge, 'job.json', 1_000_000)).toBe('job.json is larger than 16 MB.')
  })
})
