import { describe, expect, test } from '@jest/globals'
import { LANGUAGES } from '@kiln/languages'
import { faultsIn, type SamplesOf, tellAll } from '@kiln/languages/testing'
import { ERROR_CODES } from '../errors.ts'
import { fieldErrorsOf } from '../field-errors.ts'
import { jobBodySchema, METADATA_PAIRS_MAX } from '../job-body.ts'
import { jobListQuerySchema } from '../job-list.ts'
import { problemOf } from '../problem.ts'
import { WORDS, type Words } from './words.ts'

/** What is written alike in every language: quoted code, names of headers and settings, calls, units. */
const CODE_WORDS =
  /`[^`]*`|\/docs\b|\b(?:KILN_API_KEYS|gzip|badLines|(?:GET|POST) \/[\w/.]+|Content-Length|Idempotency-Key|Retry-After|X-Request-Id|percent-encoding|HTTP\/1\.1|HTTP|Host|JSON|UTF-8|URL|ASCII|API|ID|MB|kB|KIE|kiln|Redis|NUL|parked|true|false)\b|2026-11-21T09:00:00Z/g

const SAMPLES: SamplesOf<Words> = {
  faults: { mismatch: [['a1', '123', '456']], unknownField: [['a1']] },
  expected: {
    oneOf: [[['b2', 'c3']]],
    atLeast: [[1]],
    atMost: [[5]],
    charactersAtLeast: [[1], [5]],
    charactersAtMost: [[1], [5]],
    itemsAtLeast: [[1], [5]],
    itemsAtMost: [[1], [5]],
  },
  got: { list: [[1], [3]], text: [[1], [22]] },
}

describe.each(LANGUAGES)('what the contract says in %s', (language) => {
  const words = WORDS[language]

  test('holds everything that it is about, and no word of another language', () => {
    const told = tellAll<Words>(words, SAMPLES)
    expect(told.length).toBeGreaterThan(2 * ERROR_CODES.length + 20)
    expect(faultsIn(told, language, CODE_WORDS)).toEqual([])
  })

  test.each(ERROR_CODES)('answers %s with a title and what to do', (code) => {
    const { title, advice } = words.problems[code]
    expect(problemOf(code, language)).toMatchObject({ code, title, detail: advice })
    expect(advice).toMatch(language === 'zh' ? /。$/ : /\.$/)
  })

  test('names the bounds that the schemas set', () => {
    expect(words.forms.fewPairs).toContain(String(METADATA_PAIRS_MAX))
  })

  test('tells every fault of a job and of a query in its own words', () => {
    const job = {
      model: 7,
      input: [],
      customId: 'a\nb',
      priority: 'soon',
      retries: 9,
      strict: 1,
      metadata: { ...Object.fromEntries(Array.from({ length: 17 }, (_, at) => [`k${at}`, 'v'])), x: '\0' },
      colour: 1,
    }
    const query = { state: 'gone', since: 'yesterday', cursor: 'x', limit: 'many' }
    const faults = [
      ...fieldErrorsOf(jobBodySchema.safeParse(job).error?.issues ?? [], job, language),
      ...fieldErrorsOf(jobListQuerySchema.safeParse(query).error?.issues ?? [], query, language),
    ]
    expect(faults.length).toBeGreaterThan(9)
    const told = faults.flatMap(({ path, message, hint }) =>
      [message, hint ?? 'kiln'].map((text) => ({ key: path, text: text.replaceAll(path, ''), parts: [] })),
    )
    const values = new RegExp(`${CODE_WORDS.source}|\\b[a-z][A-Za-z]*\\b(?=, |; |、|；)`, 'g')
    expect(faultsIn(told, language, values)).toEqual([])
  })
})
