import type { Api } from './api.ts'

/** While the server closes, each connection ends with the answer under way; kept open, it would hold up the end. */
export function closeConnections(api: Api): void {
  let closing = false
  api.addHook('preClose', async () => {
    closing = true
  })
  api.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close')
  })
}
