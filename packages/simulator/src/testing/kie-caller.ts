import type { Simulator } from '../index.ts'

export interface Reply {
  status: number
  text: string
  code: number
  msg: string
  data: Record<string, unknown>
}

export interface Order {
  model?: string
  input?: Record<string, unknown>
  callBackUrl?: string
}

/** Calls a simulator as a client of KIE does. */
export class KieCaller {
  readonly url: string
  readonly #key: string

  constructor(simulator: Pick<Simulator, 'url'>, key = 'any-key') {
    this.url = simulator.url
    this.#key = key
  }

  create(prompt: string, order: Order = {}): Promise<Reply> {
    return this.post('/api/v1/jobs/createTask', { model: 'z-image', input: { prompt }, ...order })
  }

  async createId(prompt: string, order: Order = {}): Promise<string> {
    return String((await this.create(prompt, order)).data['taskId'])
  }

  read(taskId: string): Promise<Reply> {
    return this.get(`/api/v1/jobs/recordInfo?taskId=${taskId}`)
  }

  /** Reads again and again until the task ended. */
  async readEnd(taskId: string): Promise<Reply> {
    for (;;) {
      const reply = await this.read(taskId)
      if (['success', 'fail'].includes(String(reply.data['state']))) return reply
    }
  }

  /** Creates a task and reads it until it ended. */
  async runTask(order: Order): Promise<Reply> {
    return this.readEnd(await this.createId('', order))
  }

  get(path: string): Promise<Reply> {
    return this.#send(path, { method: 'GET' })
  }

  post(path: string, body: unknown): Promise<Reply> {
    return this.#send(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) })
  }

  /** A control route; the parsed answer with its HTTP status. */
  async control(method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown }> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
    const response = await fetch(this.url + path, init)
    return { status: response.status, json: await response.json() }
  }

  async #send(path: string, init: { method: string; body?: string }): Promise<Reply> {
    const headers = { authorization: `Bearer ${this.#key}`, 'content-type': 'application/json' }
    const response = await fetch(this.url + path, { ...init, headers })
    return readReply(response.status, await response.text())
  }
}

function readReply(status: number, text: string): Reply {
  const none = { code: 0, msg: '', data: {} }
  try {
    const body = JSON.parse(text) as Partial<Omit<Reply, 'status' | 'text'>>
    return { ...none, ...body, data: body.data ?? {}, status, text }
  } catch {
    return { ...none, status, text }
  }
}
