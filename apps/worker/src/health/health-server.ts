import { createServer } from 'node:http'

export interface HealthDeps {
  host: string
  port: number
  /** Whether Redis answers; the worker needs nothing else to be ready. */
  isReady: () => Promise<boolean>
  renderMetrics: () => Promise<{ contentType: string; body: string }>
}

export interface HealthServer {
  url: string
  close(): Promise<void>
}

type Page = { status: number; contentType: string; body: string }

const text = (status: number, body: string): Page => ({
  status,
  contentType: 'text/plain; charset=utf-8',
  body,
})

async function answer(deps: HealthDeps, path: string): Promise<Page> {
  if (path === '/healthz') return text(200, 'ok\n')
  if (path === '/readyz') return (await deps.isReady()) ? text(200, 'ready\n') : text(503, 'Redis is away\n')
  if (path === '/metrics') return { status: 200, ...(await deps.renderMetrics()) }
  return text(404, 'not found\n')
}

/** Liveness, readiness and metrics of a worker; opened only when a port is given. */
export async function startHealthServer(deps: HealthDeps): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    answer(deps, path)
      .catch(() => text(500, 'the figures could not be read\n'))
      .then(({ status, contentType, body }) => {
        response.writeHead(status, { 'content-type': contentType }).end(body)
      })
      .catch(() => response.destroy())
  })
  server.headersTimeout = 10_000
  server.requestTimeout = 10_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(deps.port, deps.host, resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : deps.port
  const host = deps.host.includes(':') ? `[${deps.host}]` : deps.host
  return {
    url: `http://${host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
