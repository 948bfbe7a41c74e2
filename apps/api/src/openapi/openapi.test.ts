import { beforeAll, describe, expect, test } from '@jest/globals'
import { useTestApi } from '../testing/use-test-api.ts'

let document: {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: {
    schemas: Record<string, { properties: Record<string, unknown>; additionalProperties?: boolean }>
  }
}
interface Operation {
  summary?: string
  security?: unknown[]
  requestBody?: { content: Record<string, unknown> }
  responses: Record<string, { content?: Record<string, unknown> }>
}

const suite = useTestApi()

beforeAll(async () => {
  document = (await suite.kiln.call('/openapi.json')).json()
})

const operations = () => Object.values(document.paths).flatMap((path) => Object.values(path))

describe('the OpenAPI document', () => {
  test('is 3.1 and shows every route', () => {
    expect(document.openapi).toBe('3.1.0')
    const shown = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const routes = suite.kiln
      .routes()
      .filter((route) => !route.startsWith('HEAD ') && !route.includes(' /docs'))
      .map((route) => route.replaceAll(/:(\w+)/g, '{$1}').replace('*', '{*}'))
    expect(shown.toSorted()).toEqual(routes.toSorted())
  })

  test('says what every call does, and which errors are problem documents', () => {
    for (const { summary, responses } of operations()) {
      expect(summary).toEqual(expect.any(String))
      for (const [status, { content }] of Object.entries(responses)) {
        if (Number(status) >= 400) expect(Object.keys(content ?? {})).toEqual(['application/problem+json'])
      }
    }
  })

  test('has no reference that leads nowhere, and no shape that nothing refers to', () => {
    const names = [...JSON.stringify(document).matchAll(/#\/components\/schemas\/([^"]+)/g)].map(
      ([, name]) => name ?? '',
    )
    expect([...new Set(names)].toSorted()).toEqual(Object.keys(document.components.schemas).toSorted())
  })

  test('is made of the schemas that the routes are checked with', () => {
    const job = document.paths['/v1/jobs']!['post']!
    expect(Object.keys(job.requestBody!.content)).toEqual(['application/json'])
    const body = document.components.schemas['JobBodyInput']!
    expect(Object.keys(body.properties)).toEqual([
      'model',
      'input',
      'customId',
      'priority',
      'retries',
      'strict',
      'metadata',
    ])
    expect(body.additionalProperties).toBe(false)
    expect(Object.keys(job.responses)).toEqual(
      expect.arrayContaining(['202', '400', '401', '403', '409', '413', '415', '422', '500', '503']),
    )
  })

  test('asks for a key where one is needed', () => {
    expect(document.paths['/v1/jobs']!['post']!.security).toEqual([{ key: [] }])
    expect(document.paths['/healthz']!['get']!.security).toEqual([])
  })
})

describe('the page at /docs', () => {
  test('loads only from here, and its policy allows what it loads', async () => {
    expect((await suite.kiln.call('/docs')).statusCode).toBe(200)
    const page = await suite.kiln.call('/docs/')
    expect(page.statusCode).toBe(200)
    expect(page.headers['content-type']).toMatch(/^text\/html/)
    const policy = String(page.headers['content-security-policy'])
    expect(policy).toMatch(/default-src 'none'; script-src 'self'; style-src 'self'/)
    expect(policy).not.toMatch(/https?:/)
    const sources = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => source ?? '')
    expect(sources.length).toBeGreaterThan(3)
    for (const source of sources) {
      expect(source).not.toMatch(/^(?:https?:)?\/\//)
      expect((await suite.kiln.call(new URL(source, 'http://localhost/docs/').pathname)).statusCode).toBe(200)
    }
    expect(page.body).not.toMatch(/<script>[^<]|<style>[^<]| on\w+=/)
  })

  test('shows our document, and asks nobody to validate it', async () => {
    const script = await suite.kiln.call('/docs/static/swagger-initializer.js')
    expect(script.statusCode).toBe(200)
    expect(script.body).toContain('"validatorUrl":null')
    expect((await suite.kiln.call('/docs/json')).json().paths).toEqual(document.paths)
  })
})
