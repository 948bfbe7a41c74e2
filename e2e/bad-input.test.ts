import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { call, ended, imageJob, submit } from './client.ts'
import { startStack, type Stack } from './stack.ts'

interface Problem {
  code: string
  status: number
  detail: string
  errors?: { path: string; code: string; message: string; hint: string | null }[]
}

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
}, 60_000)
afterAll(() => stack.stop(), 30_000)

const post = (body: unknown, headers?: Record<string, string>) =>
  call<Problem>(stack, 'POST', '/v1/jobs', body, headers)
const withInput = (input: unknown) => ({ model: 'nano-banana-2', input })

describe('bad input is the caller’s to mend', () => {
  test('an unknown model gets the nearest names', async () => {
    const { status, body } = await post({ model: 'nano-bananna-2', input: { prompt: 'x' } })
    expect(status).toBe(422)
    expect(body).toMatchObject({ code: 'unknownModel', errors: [{ path: 'model' }] })
    expect(JSON.stringify(body)).toContain('nano-banana-2')
  })

  test.each([
    ['no prompt', withInput({}), 'input.prompt'],
    ['a prompt that is a number list', withInput({ prompt: [1] }), 'input.prompt'],
    ['a parameter that does not exist', withInput({ prompt: 'x', sizee: '1K' }), 'input.sizee'],
    ['a value that is not offered', withInput({ prompt: 'x', resolution: '3K' }), 'input.resolution'],
    [
      'a relative media URL',
      { model: 'topaz/image-upscale', input: { image_url: '/kiln.png' } },
      'input.image_url',
    ],
    [
      'a media URL of a file',
      { model: 'topaz/image-upscale', input: { image_url: 'file:///etc/passwd' } },
      'input.image_url',
    ],
    [
      'a media URL that is a script',
      { model: 'topaz/image-upscale', input: { image_url: 'javascript:alert(1)' } },
      'input.image_url',
    ],
    ['a NUL in the prompt', withInput({ prompt: 'a\0b' }), 'input.prompt'],
    ['half a character in the prompt', withInput({ prompt: 'a\ud800b' }), 'input.prompt'],
    ['an input that is a list', withInput([]), 'input'],
    ['no input', { model: 'nano-banana-2' }, 'input'],
    ['a field more', { ...imageJob('x'), webhook: { url: 'https://example.com' } }, 'webhook'],
    ['a priority nobody knows', { ...imageJob('x'), priority: 'urgent' }, 'priority'],
    ['retries without end', { ...imageJob('x'), retries: 1000 }, 'retries'],
    ['an empty custom id', { ...imageJob('x'), customId: '' }, 'customId'],
  ])('%s: 422 with the path', async (_name, body, path) => {
    const answer = await post(body)
    expect(answer.status).toBe(422)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.body.errors?.map((error) => error.path)).toContain(path)
    expect(answer.body.errors?.every(({ message }) => message.length > 5)).toBe(true)
  })

  test.each([
    ['half a JSON', '{"model":', 400],
    ['nothing', '', 400],
    ['a list', [], 422],
    ['a text', '"job"', 422],
    ['null', 'null', 400],
    ['a prototype', '{"model":"nano-banana-2","__proto__":{"admin":true},"input":{"prompt":"x"}}', 400],
    ['a prototype inside', '{"model":"nano-banana-2","input":{"prompt":"x","__proto__":{"a":1}}}', 400],
    [
      'a constructor',
      '{"model":"nano-banana-2","input":{"prompt":"x","constructor":{"prototype":{"a":1}}}}',
      400,
    ],
    [
      'a hundred thousand levels',
      `{"model":"nano-banana-2","input":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      422,
    ],
    ['ten megabytes', JSON.stringify(imageJob('x'.repeat(10_000_000))), 413],
  ])('%s as the body: %s', async (_name, body, expected) => {
    const { status, body: problem } = await post(body)
    expect([400, 413, 422]).toContain(status)
    expect(status).toBe(expected)
    expect(problem).toMatchObject({ status, code: expect.stringMatching(/^\w+$/) })
  })

  test.each([
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['plain text from another origin', { 'content-type': 'text/plain', origin: 'https://evil.example' }, 403],
    ['a foreign origin', { origin: 'https://evil.example' }, 403],
  ])('%s: refused', async (_name, headers, expected) => {
    expect((await post(imageJob('x'), headers as Record<string, string>)).status).toBe(expected)
  })

  test.each([
    ['GET', '/v1/jobs/job_000000000000000000000000', 404, 'jobUnknown'],
    ['GET', '/v1/jobs/no-such-id', 404, 'jobUnknown'],
    ['GET', '/v1/jobs?limit=100000', 422, 'validation'],
    ['GET', '/v1/jobs?state=walking', 422, 'validation'],
    ['GET', '/v1/jobs?cursor=abc', 422, 'validation'],
    ['GET', '/v1/nothing', 404, 'routeUnknown'],
    ['POST', '/v1/jobs/job_000000000000000000000000/cancel', 404, 'jobUnknown'],
  ])('%s %s: %i %s', async (method, path, status, code) => {
    const answer = await call<Problem>(stack, method, path, method === 'POST' ? {} : undefined)
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  test('bytes that are no UTF-8 are refused, not sent on as something else', async () => {
    const body = Buffer.concat([
      Buffer.from('{"model":"nano-banana-2","input":{"prompt":"'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"}}'),
    ])
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${stack.api.url}/v1/jobs`, { method: 'POST', headers, body })
    expect([answer.status, ((await answer.json()) as Problem).code]).toEqual([400, 'bodyUnparsable'])
  })

  test('after all this the API still works, and nothing was accepted on the way', async () => {
    const { id } = await submit(stack, imageJob('still standing [sim: durationMs=1000]'))
    expect(await ended(stack, id)).toMatchObject({ state: 'succeeded' })
    const { body } = await call<{ jobs: unknown[] }>(stack, 'GET', '/v1/jobs')
    expect(body.jobs).toHaveLength(1)
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined()
  })
})

describe('pages for people', () => {
  test('the API describes itself in OpenAPI 3.1, with a page', async () => {
    const { body } = await call<{ openapi: string; paths: object }>(stack, 'GET', '/openapi.json')
    expect(body.openapi).toMatch(/^3\.1/)
    expect(Object.keys(body.paths)).toContain('/v1/jobs')
    expect(await call(stack, 'GET', '/docs')).toMatchObject({ status: 200 })
  })

  test('the catalogue is listed, and each model told', async () => {
    const { body } = await call<{ models: { id: string }[] }>(stack, 'GET', '/v1/models')
    expect(body.models.map(({ id }) => id)).toContain('topaz/image-upscale')
    const model = await call(stack, 'GET', '/v1/models/topaz/image-upscale')
    expect(model).toMatchObject({ status: 200, body: { id: 'topaz/image-upscale' } })
  })
})
