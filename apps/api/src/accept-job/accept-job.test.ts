import { describe, expect, test } from '@jest/globals'
import { acceptedJobSchema } from '@kiln/contract'
import { JOB_BODY, run, settle, submitted, SUCCESS } from '../testing/drive-job.ts'
import { useTestApi } from '../testing/use-test-api.ts'

const suite = useTestApi({ KILN_DEFAULT_RETRIES: '2' })

const post = (payload: unknown, headers: Record<string, string> = {}) =>
  suite.kiln.call('/v1/jobs', { method: 'POST', payload, headers })
const withKey = (key: string) => ({ 'idempotency-key': key })
const accepted = async () => (await suite.kiln.ledger.figures()).accepted

describe('accepting a job', () => {
  test('answers 202 with the job, where to find it, and the input exactly as it will be sent', async () => {
    const feedsBefore = suite.kiln.feedsRequested()
    const answer = await post({ ...JOB_BODY, customId: 'order 7' })
    const job = acceptedJobSchema.parse(answer.json())
    expect(answer.statusCode).toBe(202)
    expect(answer.headers['location']).toBe(`/v1/jobs/${job.id}`)
    expect(job).toMatchObject({
      id: expect.stringMatching(/^job_[0-9a-f]{24}$/),
      customId: 'order 7',
      model: 'nano-banana-2',
      state: 'queued',
      waitingFor: { gate: 'turn', since: job.createdAt, until: null, position: null },
      input: { prompt: 'a fox', aspect_ratio: 'auto' },
      attempts: 0,
      polls: 0,
      credits: { quoted: { min: expect.any(Number), max: expect.any(Number) }, charged: null },
      warnings: [],
    })
    expect(suite.kiln.feedsRequested()).toBe(feedsBefore + 1)
  })

  test('writes down what the caller wants, and fills in what is left out', async () => {
    const metadata = { team: 'blue', note: 'one\ntwo' }
    const full = await submitted(suite.kiln, { ...JOB_BODY, priority: 'high', retries: 5, metadata })
    const plain = await submitted(suite.kiln)
    expect(await suite.kiln.ledger.read(full.id)).toMatchObject({
      priority: 'high',
      retries: 5,
      metadata,
      tenant: 'local',
    })
    expect(await suite.kiln.ledger.read(plain.id)).toMatchObject({
      priority: 'normal',
      retries: 2,
      metadata: null,
    })
  })

  test('reads `strict` three ways: as it stands, converted, and with what the model does not list', async () => {
    const input = { prompt: 'a fox', resolution: '2k', brand_new: 1 }
    const answers = [true, undefined, false].map((strict) => post({ ...JOB_BODY, input, strict }))
    const [exact, plain, loose] = await Promise.all(answers)
    expect(exact?.json()).toMatchObject({
      errors: [{ path: 'input.resolution' }, { path: 'input.brand_new', code: 'unknownParameter' }],
    })
    expect(plain?.json()).toMatchObject({ errors: [{ path: 'input.brand_new', code: 'unknownParameter' }] })
    expect(loose?.json()).toMatchObject({ input: { resolution: '2K', brand_new: 1 } })
  })

  test.each([
    ['a model that KIE no longer lists', { model: 'sora-2-text-to-video' }, ['model legacyModel']],
    [
      'a model that nobody has confirmed',
      { model: 'sora-2-text-to-video-stable' },
      ['model unverifiedModel'],
    ],
    [
      'parameters that the model does not list',
      { strict: false, input: { prompt: 'a fox', zebra: 1, apple: 2 } },
      ['input.apple unknownParameter', 'input.zebra unknownParameter'],
    ],
  ])('warns of %s, in this answer alone', async (_what, extra, expected) => {
    const answer = await post({ ...JOB_BODY, ...extra })
    const { id, warnings } = acceptedJobSchema.parse(answer.json())
    expect(warnings.map(({ path, code }) => `${path} ${code}`)).toEqual(expected)
    for (const { message } of warnings) expect(message).not.toBe('')
    expect((await suite.kiln.call(`/v1/jobs/${id}`)).json()).not.toHaveProperty('warnings')
  })

  test('refuses a model that needs a callback while no callback URL is configured', async () => {
    const url = 'https://files.example/a.mp4'
    const input = { input_urls: ['https://files.example/a.png'], video_urls: [url] }
    const answer = await post({ model: 'kling-3.0/motion-control', input })
    expect(answer.statusCode).toBe(422)
    expect(answer.json()).toMatchObject({ errors: [{ path: 'model', code: 'callbackNeeded' }] })
  })

  test('logs one line that shows which input it was, and not the prompt', async () => {
    const { id } = await submitted(suite.kiln, { ...JOB_BODY, input: { prompt: 'a very private wish' } })
    const line = suite.kiln
      .logged()
      .split('\n')
      .find((text) => text.includes(id) && text.includes('"accepted"'))
    expect(JSON.parse(line ?? '')).toMatchObject({
      level: 'info',
      event: 'accepted',
      job: id,
      model: 'nano-banana-2',
      type: 't2i',
      state: 'queued',
      inputKeys: expect.arrayContaining(['prompt']),
      reqId: expect.stringMatching(/^req_/),
    })
    expect(suite.kiln.logged()).not.toContain('private wish')
  })
})

const faultsOf = (body: string) =>
  (JSON.parse(body).errors as { path: string; code: string }[]).map(({ path, code }) => `${path} ${code}`)

describe('refusing a job', () => {
  test('names every fault of body and input at once, and writes nothing', async () => {
    const before = await accepted()
    const answer = await post({
      model: 'nano-banana-2',
      input: { aspect_ratio: '5:17', colour: 'red' },
      priority: 'urgent',
      retries: 9,
      webhook: { url: 'https://example.com' },
    })
    expect(answer.statusCode).toBe(422)
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(answer.json()).toMatchObject({ code: 'validation', status: 422 })
    expect(faultsOf(answer.body).toSorted()).toEqual([
      'input.aspect_ratio notOneOf',
      'input.colour unknownParameter',
      'input.prompt required',
      'priority notOneOf',
      'retries outOfRange',
      'webhook unknownField',
    ])
    expect(await accepted()).toBe(before)
  })

  test('every fault says where, what, what was expected and what to do', async () => {
    const answer = await post({ ...JOB_BODY, retries: '3' })
    expect(answer.json().errors).toEqual([
      {
        path: 'retries',
        code: 'wrongType',
        message: 'retries must be a number, got a text of 1 character.',
        expected: 'a number',
        hint: null,
      },
    ])
  })

  test('an unknown model has a code of its own, and the nearest ids', async () => {
    const answer = await post({ ...JOB_BODY, model: 'nano-banana-3' })
    expect(answer.statusCode).toBe(422)
    expect(answer.json()).toMatchObject({
      code: 'unknownModel',
      errors: [{ path: 'model', code: 'unknownModel', hint: expect.stringContaining('nano-banana-2') }],
    })
  })

  test.each<[string, unknown, string[]]>([
    ['a list', [], [' wrongType']],
    ['a text', '"job"', [' wrongType']],
    ['an empty object', {}, ['model required', 'input required']],
    ['a NUL in the prompt', { ...JOB_BODY, input: { prompt: 'a\0b' } }, ['input.prompt forbiddenCharacter']],
    [
      'half a surrogate pair',
      { ...JOB_BODY, input: { prompt: '\ud800' } },
      ['input.prompt forbiddenCharacter'],
    ],
    ['a NUL in customId', { ...JOB_BODY, customId: '\0' }, ['customId wrongFormat']],
    ['a bad name in metadata', { ...JOB_BODY, metadata: { 'a\n': 'b' } }, ['metadata.a\n wrongFormat']],
    [
      'seventeen pairs',
      { ...JOB_BODY, metadata: Object.fromEntries(Array.from({ length: 17 }, (_, i) => [i, ''])) },
      ['metadata wrongFormat'],
    ],
  ])('%s is not valid', async (_what, payload, faults) => {
    const answer = await post(payload)
    expect(answer.statusCode).toBe(422)
    expect(faultsOf(answer.body)).toEqual(faults)
  })

  test('fifty thousand unknown fields are answered with a hundred lines', async () => {
    const fields = Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`f${i}`, 1]))
    const answer = await post({ ...JOB_BODY, ...fields })
    expect(answer.statusCode).toBe(422)
    expect(answer.json().errors).toHaveLength(100)
  })

  test.each([
    ['21 levels', `{"model":"m","input":{"a":${'['.repeat(19)}${']'.repeat(19)}}}`],
    ['200,000 levels', '['.repeat(200_000) + ']'.repeat(200_000)],
  ])('a body that nests %s is told so', async (_what, payload) => {
    const answer = await post(payload)
    expect(answer.statusCode).toBe(422)
    expect(faultsOf(answer.body)).toEqual([' tooDeep'])
  })

  test.each([
    ['nothing', ''],
    ['half an object', '{"model":'],
    ['a key that poisons prototypes', '{"model":"m","input":{"__proto__":{"polluted":true}}}'],
    ['the same by another way', '{"constructor":{"prototype":{"polluted":true}}}'],
    ['the same, escaped', '{"\\u005f_proto__":{"polluted":true}}'],
    ['null', 'null'],
  ])('%s is no readable body', async (_what, payload) => {
    const answer = await post(payload)
    expect(answer.statusCode).toBe(400)
    expect(answer.json().code).toBe('bodyUnparsable')
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'a body of the type %s is not read',
    async (type) => {
      const answer = await post(JSON.stringify(JOB_BODY), { 'content-type': type })
      expect(answer.statusCode).toBe(415)
      expect(answer.json().code).toBe('mediaTypeUnsupported')
    },
  )
})

describe('the same Idempotency-Key', () => {
  test('gets the very bytes of the first answer, whatever became of the job', async () => {
    const first = await post(JOB_BODY, withKey('bytes'))
    const { id } = first.json()
    await run(suite.kiln.ledger, id)
    await settle(suite.kiln.ledger, id, SUCCESS)
    const feeds = suite.kiln.feedsRequested()
    const again = await post({ input: JOB_BODY.input, model: JOB_BODY.model }, withKey('bytes'))
    expect(again.statusCode).toBe(202)
    expect(again.body).toBe(first.body)
    expect(again.headers['location']).toBe(first.headers['location'])
    expect(first.headers['idempotency-replayed']).toBeUndefined()
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect(suite.kiln.feedsRequested()).toBe(feeds)
  })

  test('gets the same warnings in the same order, in whatever order its fields come', async () => {
    const body = { ...JOB_BODY, strict: false }
    const first = await post({ ...body, input: { b: 1, a: 2, prompt: 'x' } }, withKey('warned'))
    const again = await post({ ...body, input: { prompt: 'x', a: 2, b: 1 } }, withKey('warned'))
    expect(first.json().warnings).toHaveLength(2)
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect(again.body).toBe(first.body)
  })

  test('with another body is a conflict', async () => {
    const before = await accepted()
    await post(JOB_BODY, withKey('conflict'))
    const other = await post({ ...JOB_BODY, retries: 1 }, withKey('conflict'))
    expect(other.statusCode).toBe(409)
    expect(other.json().code).toBe('idempotencyConflict')
    expect(await accepted()).toBe(before + 1)
  })

  test('fifty times at once makes one job, and one of the answers says it is the first', async () => {
    const before = await accepted()
    const twins = await Promise.all(Array.from({ length: 50 }, () => post(JOB_BODY, withKey('twins'))))
    expect(new Set(twins.map(({ statusCode }) => statusCode))).toEqual(new Set([202]))
    expect(new Set(twins.map(({ body }) => body)).size).toBe(1)
    expect(twins.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).toHaveLength(1)
    expect(await accepted()).toBe(before + 1)
  })

  test('is not used up by a refused body', async () => {
    expect((await post({ ...JOB_BODY, retries: 9 }, withKey('refused'))).statusCode).toBe(422)
    expect((await post(JOB_BODY, withKey('refused'))).statusCode).toBe(202)
  })

  test('left out makes a job each time', async () => {
    const [one, other] = await Promise.all([submitted(suite.kiln), submitted(suite.kiln)])
    expect(one.id).not.toBe(other.id)
  })

  test.each(['', 'two words', 'x'.repeat(256), 'schl\u00fcssel'])('must be well formed: %j', async (key) => {
    const answer = await post(JOB_BODY, withKey(key))
    expect(answer.statusCode).toBe(400)
    expect(answer.json().code).toBe('idempotencyKeyInvalid')
  })
})
