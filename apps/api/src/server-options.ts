import { randomBytes } from 'node:crypto'
import { parse } from 'node:querystring'
import { LogController } from 'fastify'
import { answerClientError } from './problem/handle-errors.ts'
import { REQUEST_TIMEOUT_MS } from './slow-requests.ts'
import { WAIT_MAX_S } from './show-job/show-job.ts'

/** A batch of the largest size over a slow line; other requests have less, see slow-requests.ts. */
const SLOWEST_REQUEST_MS = 600_000

/** How the server treats connections and bodies, whatever the route. */
export const SERVER_OPTIONS = {
  // One line per request, from observe-requests.ts.
  logController: new LogController({ disableRequestLogging: true }),
  genReqId: () => `req_${randomBytes(8).toString('hex')}`,
  requestIdHeader: false as const,
  trustProxy: false,
  bodyLimit: 1_048_576,
  routerOptions: {
    // A token of any length is answered alike; what bounds it is the size of the headers.
    maxParamLength: 16_384,
    querystringParser: parseQuery,
  },
  http: {
    headersTimeout: 10_000,
    // How often the deadlines above and below are looked at; Node's own 30 s would make them 40 and 60.
    connectionsCheckingInterval: 2_000,
  },
  requestTimeout: SLOWEST_REQUEST_MS,
  // A connection on which nothing moves; a long poll is silent for its whole wait.
  connectionTimeout: REQUEST_TIMEOUT_MS + WAIT_MAX_S * 1000,
  // Longer than proxies and clients keep an idle connection, mostly 60 s: else they send a request into
  // one that is just being closed, and cannot know whether it was heard.
  keepAliveTimeout: 72_000,
  // While closing, what comes in on an open connection is still served.
  return503OnClosing: false,
  clientErrorHandler: answerClientError,
}

/** `?state=&limit=5`: an empty value counts as left out. A name given twice is a list, which no schema takes. */
function parseQuery(query: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(parse(query)).filter(([, value]) => value !== ''))
}
