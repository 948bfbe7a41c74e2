import { describe, expect, test } from '@jest/globals'
import { type Language, LANGUAGES } from '@kiln/languages'
import type { LightMyRequestResponse } from 'fastify'
import { JOB_BODY, REFUSAL, run, settle, submitted } from './testing/drive-job.ts'
import type { Call } from './testing/test-api.ts'
import { useTestApi } from './testing/use-test-api.ts'

const suite = useTestApi()
const guarded = useTestApi({ KILN_API_KEYS: 'shop:read:shop-secret-of-32-characters-x' })

const SCRIPTS: Record<Language, RegExp> = {
  en: /^[^\u0400-\u04ff\u3400-\u9fff]+$/,
  ru: /[а-яё]/,
  zh: /\p{Script=Han}/u,
}

/** The same request in one language, which its answer must then be in. */
async function inLanguage(language: Language, url: string, call: Call = {}): Promise<LightMyRequestResponse> {
  const headers = { ...call.headers, 'accept-language': `${language}-XX,fr;q=0.9` }
  const answer = await suite.kiln.call(url, { ...call, headers })
  expectIn(language, answer)
  return answer
}

function expectIn(language: Language, { headers }: LightMyRequestResponse): void {
  expect(headers).toMatchObject({ 'content-language': language, vary: 'accept-language' })
}

const post = (payload: unknown): Call => ({ method: 'POST', payload })

describe.each(LANGUAGES)('in %s', (language) => {
  test.each<[string, number, string, Call]>([
    ['an unknown model', 422, '/v1/jobs', post({ ...JOB_BODY, model: 'nano-banana-22' })],
    ['a wrong input', 422, '/v1/jobs', post({ ...JOB_BODY, input: { colour: 1 } })],
    ['a wrong body', 422, '/v1/jobs', post({ ...JOB_BODY, retries: 9, webhook: {} })],
    ['a wrong body of a quote', 422, '/v1/quotes', post({ jobs: {} })],
    ['half a JSON', 400, '/v1/jobs', post('{')],
    ['no body', 400, '/v1/jobs', post('')],
    ['a wrong query', 422, '/v1/jobs?limit=0&colour=1', {}],
    ['an unknown job', 404, '/v1/jobs/job_0123456789abcdef01234567', {}],
    ['an unknown model to look at', 404, '/v1/models/nano-banana-22', {}],
    ['an unknown route', 404, '/nowhere', {}],
    ['a URL that cannot be decoded', 400, '/v1/jobs/%ff', {}],
    ['another media type', 415, '/v1/jobs', { ...post('a'), headers: { 'content-type': 'text/plain' } }],
  ])('the problem of %s is told', async (_what, status, url, call) => {
    const answer = await inLanguage(language, url, call)
    expect(answer.statusCode).toBe(status)
    const { title, detail, errors = [] } = answer.json()
    for (const sentence of [title, detail, ...errors.map(({ message }: { message: string }) => message)]) {
      expect(sentence).toMatch(SCRIPTS[language])
    }
  })

  test('a key without the scope is told which one it lacks', async () => {
    const answer = await guarded.kiln.call('/v1/jobs', {
      ...post(JOB_BODY),
      headers: { authorization: 'Bearer shop-secret-of-32-characters-x', 'accept-language': language },
    })
    expect(answer.statusCode).toBe(403)
    expectIn(language, answer)
    expect(answer.json().detail).toMatch(SCRIPTS[language])
    expect(answer.json().detail).toContain('`submit`')
  })

  test('a model has its labels in all languages, and its rules in this one', async () => {
    const model = (await inLanguage(language, '/v1/models/kling-3.0/video')).json()
    expect(model.questions[0].labels).toEqual({ en: 'Prompt', ru: 'Промпт', zh: '提示词' })
    for (const rule of model.rules) expect(rule).toMatch(SCRIPTS[language])
  })

  test('a quote and an accepted job have their warnings', async () => {
    const input = { prompt: 'x', image_urls: ['https://files.example/a.png'] }
    const job = { model: 'sora-2-image-to-video', input }
    const one = (await inLanguage(language, '/v1/quotes', post(job))).json()
    const batch = (await inLanguage(language, '/v1/quotes', post({ jobs: [job] }))).json()
    const accepted = (await inLanguage(language, '/v1/jobs', post(job))).json()
    for (const { message } of [...one.warnings, ...batch.warnings, ...accepted.warnings])
      expect(message).toMatch(SCRIPTS[language])
    expect(one.warnings).toHaveLength(1)
    expect(accepted.warnings).toEqual(one.warnings)
  })

  test('a failed job says what to do, wherever it is read', async () => {
    const { id } = await submitted(suite.kiln)
    await run(suite.kiln.ledger, id)
    await settle(suite.kiln.ledger, id, REFUSAL)
    const shown = (await inLanguage(language, `/v1/jobs/${id}`)).json()
    const listed = (await inLanguage(language, '/v1/jobs')).json().jobs[0]
    const refused = await inLanguage(language, `/v1/jobs/${id}/cancel`, { method: 'POST' })
    expect(shown.failure.advice).toMatch(SCRIPTS[language])
    expect(listed.failure).toEqual(shown.failure)
    expect(refused.json()).toMatchObject({
      code: 'notCancelable',
      detail: expect.stringMatching(SCRIPTS[language]),
    })
  })

  test('a repeated request gets the same bytes again', async () => {
    const call = { ...post(JOB_BODY), headers: { 'idempotency-key': `of-${language}` } }
    const [first, second] = [
      await inLanguage(language, '/v1/jobs', call),
      await inLanguage(language, '/v1/jobs', call),
    ]
    expect(second.headers['idempotency-replayed']).toBe('true')
    expect(second.body).toBe(first.body)
  })
})

test.each<[Language, string]>([
  [
    'en',
    'input.prompt must be a text of 1 to 20000 characters, got a text of 20001 characters. Shorten it by 1 character, to 20000.',
  ],
  [
    'ru',
    'input.prompt: ожидается текст длиной от 1 до 20000 символов; получено: текст из 20001 символа. Сократите текст на 1 символ, до 20000.',
  ],
  [
    'zh',
    'input.prompt 应为：长度为 1 到 20000 个字符的文本；实际为：20001 个字符的文本。请删减 1 个字符，使其不超过 20000 个。',
  ],
])(
  'a prompt that is too long is told in %s how long it is, the limit and by how much',
  async (language, message) => {
    const input = { prompt: '狐'.repeat(20_001) }
    const answer = await inLanguage(language, '/v1/jobs', post({ ...JOB_BODY, input }))
    expect(answer.statusCode).toBe(422)
    expect(answer.json()).toMatchObject({
      detail: message,
      errors: [{ path: 'input.prompt', code: 'tooLong', message }],
    })
  },
)

test('codes and paths are the same in every language', async () => {
  const answers = await Promise.all(
    LANGUAGES.map((language) =>
      inLanguage(language, '/v1/jobs', post({ ...JOB_BODY, input: { colour: 1 }, retries: 9 })),
    ),
  )
  const codes = answers.map((answer) =>
    answer.json().errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`),
  )
  expect(codes[0].length).toBeGreaterThan(1)
  expect(codes[1]).toEqual(codes[0])
  expect(codes[2]).toEqual(codes[0])
})

test.each([[undefined], ['fr'], ['*'], ['x'.repeat(10_000)]])(
  'whoever asks for no language that kiln speaks is told in English (%#)',
  async (wanted) => {
    const answer = await suite.kiln.call('/nowhere', {
      headers: wanted === undefined ? {} : { 'accept-language': wanted },
    })
    expectIn('en', answer)
    expect(answer.json().title).toBe('No such route')
  },
)
