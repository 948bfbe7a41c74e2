import Fastify, { type FastifyInstance } from 'fastify'
import { registerControl } from '../control.ts'
import type { SimulatedKie } from '../simulated-kie.ts'
import { createTask } from './create-task.ts'
import { downloadUrl } from './download-url.ts'
import { success } from './envelope.ts'
import { listModels } from './list-models.ts'
import { recordInfo } from './record-info.ts'
import { registerFiles } from './result-files.ts'
import { sendText, serve } from './serve.ts'
import { uploadBase64, uploadFromUrl, uploadStream } from './uploads.ts'

const MAX_BODY_BYTES = 32 * 1024 * 1024

export function buildServer(kie: SimulatedKie): FastifyInstance {
  const app = Fastify({ logger: false, forceCloseConnections: true, bodyLimit: MAX_BODY_BYTES })
  acceptAnyContentType(app)
  actAsEdge(app)
  registerKie(app, kie)
  registerFiles(app, kie)
  registerControl(app, kie)
  return app
}

function registerKie(app: FastifyInstance, kie: SimulatedKie): void {
  app.post(
    '/api/v1/jobs/createTask',
    serve(kie, 'createTask', (request) => createTask(kie, request.body)),
  )
  app.get(
    '/api/v1/jobs/recordInfo',
    serve(kie, 'recordInfo', ({ query }) => recordInfo(kie, (query as { taskId?: string }).taskId)),
  )
  app.get(
    '/api/v1/chat/credit',
    serve(kie, 'credit', () => success(kie.faults.balance)),
  )
  app.get('/api/v1/models', serve(kie, 'models', listModels))
  app.post(
    '/api/v1/common/download-url',
    serve(kie, 'downloadUrl', (request) => downloadUrl(kie, request.body)),
  )
  app.post(
    '/api/file-base64-upload',
    serve(kie, 'upload', (request) => uploadBase64(kie, request)),
  )
  app.post(
    '/api/file-url-upload',
    serve(kie, 'upload', (request) => uploadFromUrl(kie, request)),
  )
  app.post(
    '/api/file-stream-upload',
    serve(kie, 'upload', (request) => uploadStream(kie, request)),
  )
}

/** KIE reads a body as JSON whatever its content type says; each route parses its own. */
function acceptAnyContentType(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
}

/** What stands before KIE answers with true HTTP codes and without an envelope. */
function actAsEdge(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/api/') && !request.headers['user-agent']) {
      await sendText(reply, 403, 'error code: 1010')
    }
  })
  app.setNotFoundHandler((_request, reply) => {
    reply.code(404).type('text/html')
    return '<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>'
  })
  app.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) =>
    sendText(reply, error.statusCode ?? 500, error.message),
  )
}
