import { readBalance, readLink, readUpload, type Balance, type Link } from './account.ts'
import { closeAgents, openAgents } from './connections.ts'
import type { Exchange } from './exchange.ts'
import { readLiveModels, type LiveModels } from './live-models.ts'
import { multipartBody } from './multipart.ts'
import { scrubberFor } from './secrecy.ts'
import { sendRequest, type OutgoingRequest } from './send-request.ts'

export interface KieTimeouts {
  /** Default of recordInfo, and of the small account calls. */
  readMs: number
  uploadMs: number
}

export interface KieClientOptions {
  /** https://api.kie.ai, or a simulator. */
  baseUrl: string
  uploadBaseUrl?: string
  apiKey: string
  /** KIE's edge answers 403 to a call without one. */
  userAgent: string
  timeouts?: Partial<KieTimeouts>
}

export interface TaskRequest {
  model: string
  input: unknown
  callBackUrl?: string
}

interface UploadTarget {
  uploadPath: string
  /** KIE invents one when it is missing, and overwrites a file of the same name. */
  fileName?: string
}
export type UploadFromUrl = UploadTarget & { fileUrl: string }
export type UploadBase64 = UploadTarget & { base64Data: string }
export type UploadStream = Required<UploadTarget> & {
  content: AsyncIterable<Uint8Array>
  contentType: string
}

export interface KieClient {
  /** The paid call. `timeoutMs` is what remains of the caller's deadline: at 0 nothing is sent. */
  createTask(task: TaskRequest, options: { timeoutMs: number }): Promise<Exchange>
  recordInfo(taskId: string, options?: { timeoutMs?: number }): Promise<Exchange>
  credit(): Promise<Balance>
  /** KIE's own list, for comparing: about one request a second is allowed. */
  listModels(): Promise<LiveModels>
  downloadUrl(url: string): Promise<Link>
  uploadFromUrl(upload: UploadFromUrl): Promise<Link>
  uploadBase64(upload: UploadBase64): Promise<Link>
  uploadStream(upload: UploadStream): Promise<Link>
  /** Drops idle connections. Calls that are under way end as exchanges. */
  close(): void
}

const DEFAULT_UPLOAD_BASE_URL = 'https://kieai.redpandaai.co'
const DEFAULT_TIMEOUTS: KieTimeouts = { readMs: 10_000, uploadMs: 120_000 }

export function createKieClient(options: KieClientOptions): KieClient {
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts }
  const api = originOf(options.baseUrl)
  const files = originOf(options.uploadBaseUrl ?? DEFAULT_UPLOAD_BASE_URL)
  const send = senderFor(options, timeouts)
  const post = (url: string, json: unknown, timeoutMs: number) =>
    send.fresh({ method: 'POST', url, ...jsonBody(json), timeoutMs })

  return {
    createTask: async ({ model, input, callBackUrl }, { timeoutMs }) =>
      post(`${api}/api/v1/jobs/createTask`, { model, input, callBackUrl }, timeoutMs),
    recordInfo: async (taskId, { timeoutMs = timeouts.readMs } = {}) =>
      send.pooled({ url: `${api}/api/v1/jobs/recordInfo?taskId=${encodeURIComponent(taskId)}`, timeoutMs }),
    credit: async () =>
      readBalance(await send.pooled({ url: `${api}/api/v1/chat/credit`, timeoutMs: timeouts.readMs })),
    listModels: async () =>
      readLiveModels(await send.pooled({ url: `${api}/api/v1/models`, timeoutMs: timeouts.readMs })),
    downloadUrl: async (url) =>
      readLink(await post(`${api}/api/v1/common/download-url`, { url }, timeouts.readMs)),
    uploadFromUrl: async (upload) =>
      readUpload(await post(`${files}/api/file-url-upload`, upload, timeouts.uploadMs)),
    uploadBase64: async (upload) =>
      readUpload(await post(`${files}/api/file-base64-upload`, upload, timeouts.uploadMs)),
    uploadStream: async ({ content, contentType, fileName, uploadPath }) => {
      const multipart = multipartBody({ uploadPath, fileName }, { fileName, contentType, content })
      const url = `${files}/api/file-stream-upload`
      return readUpload(await send.fresh({ method: 'POST', url, ...multipart, timeoutMs: timeouts.uploadMs }))
    },
    close: send.close,
  }
}

type Call = Omit<OutgoingRequest, 'agents' | 'headers'> & { headers?: Record<string, string> }

/** A timer takes no more: a longer one would fire at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1

/** The one place that holds the key. */
function senderFor({ apiKey, userAgent }: KieClientOptions, timeouts: KieTimeouts) {
  if (!/^[!-~]+$/.test(apiKey)) throw new TypeError('apiKey must be visible ASCII text without spaces')
  if (!/^[ -~]*[!-~][ -~]*$/.test(userAgent)) throw new TypeError('userAgent must be visible ASCII text')
  const scrub = scrubberFor(apiKey)
  const identity = { authorization: `Bearer ${apiKey}`, 'user-agent': userAgent }
  const idle = openAgents({ keepAlive: true, connectTimeoutMs: timeouts.readMs })
  return {
    /**
     * On a connection of its own. A peer that closes idle connections turns a post on a reused one
     * into a reset with an unknown outcome, and an unknown createTask may be a paid task.
     */
    fresh: (call: Call) => {
      const timeoutMs = Math.min(call.timeoutMs, MAX_TIMEOUT_MS)
      const agents = openAgents({ keepAlive: false, connectTimeoutMs: timeoutMs })
      return sendRequest({ ...call, headers: { ...identity, ...call.headers }, agents, timeoutMs }, scrub)
    },
    pooled: ({ url, timeoutMs }: Pick<Call, 'url' | 'timeoutMs'>) =>
      sendRequest(
        {
          method: 'GET',
          url,
          headers: identity,
          agents: idle,
          timeoutMs: Math.min(timeoutMs, MAX_TIMEOUT_MS),
        },
        scrub,
      ),
    close: () => closeAgents(idle),
  }
}

function jsonBody(json: unknown): { body: string; headers: Record<string, string> } {
  return { body: JSON.stringify(json), headers: { 'content-type': 'application/json' } }
}

function originOf(baseUrl: string): string {
  if (!/^https?:\/\//.test(baseUrl) || !URL.canParse(baseUrl)) {
    throw new TypeError(`a KIE base URL must be absolute http(s), got ${JSON.stringify(baseUrl)}`)
  }
  return baseUrl.replace(/\/+$/, '')
}
