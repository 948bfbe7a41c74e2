import type { FastifyInstance } from 'fastify'
import type { SimulatedKie } from '../simulated-kie.ts'
import { placeholderFor } from './placeholder-media.ts'
import { sendText } from './serve.ts'

interface FileRoute {
  Params: { name: string }
  Querystring: { until?: string }
}

/** The links that results and uploads name. Like KIE's own, they need no key. */
export function registerFiles(app: FastifyInstance, kie: SimulatedKie): void {
  app.get<FileRoute>('/files/:folder/:name', (request, reply) => {
    const { until } = request.query
    if (until !== undefined && Date.now() > Number(until))
      return sendText(reply, 403, 'This link has expired.')
    const { folder, name } = request.params as { folder: string; name: string }
    const file =
      folder === 'uploads' ? kie.uploads.get(name) : folder === 'results' ? resultFile(kie, name) : null
    return file ? reply.type(file.type).send(file.bytes) : sendText(reply, 404, 'There is no such file.')
  })
}

function resultFile(kie: SimulatedKie, name: string): { type: string; bytes: Buffer } | null {
  const taskId = name.slice(0, name.indexOf('-'))
  return kie.tasks.get(taskId)?.ended?.state === 'success' ? placeholderFor(name) : null
}
