import swagger, { type SwaggerTransform, type SwaggerTransformObject } from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { jsonSchemaTransform, jsonSchemaTransformObject } from '@fastify/type-provider-zod'
import type { Api } from '../api.ts'
import { finishDocument, type Document } from './finish-document.ts'

const DESCRIPTION = `Takes generation jobs for KIE, runs each of them once, and says what became of it.

Times are ISO 8601, UTC. Unknown fields are refused. Every error is a problem document (RFC 9457) with a stable \`code\`.

Codes and names stay as they are; sentences come in the language that \`Accept-Language\` asks for: en, ru or zh, else English. \`Content-Language\` says which it became.`

/** Comes before the routes: it collects them as they are added. */
export async function collectRoutes(api: Api): Promise<void> {
  await api.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'kiln', description: DESCRIPTION, version: '1' },
      components: {
        securitySchemes: {
          key: {
            type: 'http',
            scheme: 'bearer',
            description: 'A key of KILN_API_KEYS or of POST /v1/keys. None is needed while there is none.',
          },
        },
      },
    },
    transform: withScope,
    transformObject: asFinished,
  })
}

/** Comes after the routes. The page loads nothing from anywhere else. */
export async function serveDocumentation(api: Api): Promise<void> {
  const schema = { summary: 'This document', tags: ['Documentation'] }
  api.get('/openapi.json', { config: { access: 'shown' }, schema }, () => api.swagger())
  await api.register(swaggerUi, {
    routePrefix: '/docs',
    uiConfig: { validatorUrl: null, deepLinking: true },
    staticCSP:
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
      "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  })
}

/** Says which scope a call needs, out of the same word that guards it. */
const withScope: SwaggerTransform = (route) => {
  const { schema, url } = jsonSchemaTransform(route)
  const access = route.route.config?.access
  const isOpen = access === undefined || access === 'open' || access === 'shown'
  const security = isOpen ? { security: [] } : { security: [{ key: [] }], 'x-scope': access }
  return { schema: { ...schema, ...security }, url }
}

const asFinished: SwaggerTransformObject = (document) => {
  const finished = jsonSchemaTransformObject(document)
  finishDocument(finished as Document)
  return finished
}
