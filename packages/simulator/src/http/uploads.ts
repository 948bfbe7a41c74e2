import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { SimulatedKie } from '../simulated-kie.ts'
import { refusal, type Answer } from './envelope.ts'
import { placeholderFor } from './placeholder-media.ts'
import { jsonObject } from './serve.ts'

interface Incoming {
  fileName: string
  uploadPath: string
  type: string
  bytes: Buffer
}

/** POST /api/file-base64-upload: `base64Data` is bare base64 or a data URL. */
export function uploadBase64(kie: SimulatedKie, request: FastifyRequest): Answer {
  const fields = jsonObject(request.body)
  const data = textField(fields, 'base64Data')
  if (data === null) return refusal(400, 'base64Data is required')
  const [, type, base64] = /^data:([^;,]+);base64,(.*)$/s.exec(data) ?? [
    null,
    'application/octet-stream',
    data,
  ]
  const bytes = Buffer.from(base64 ?? '', 'base64')
  return shelve(kie, { ...namesFrom(fields), type: type ?? '', bytes })
}

/** POST /api/file-url-upload: the URL is not fetched, since the simulator calls nobody; a placeholder stands in. */
export function uploadFromUrl(kie: SimulatedKie, request: FastifyRequest): Answer {
  const fields = jsonObject(request.body)
  const fileUrl = textField(fields, 'fileUrl')
  if (fileUrl === null) return refusal(400, 'fileUrl is required')
  if (!URL.canParse(fileUrl)) return refusal(400, 'fileUrl is invalid')
  const names = namesFrom(fields)
  const fileName = names.fileName === '' ? (new URL(fileUrl).pathname.split('/').pop() ?? '') : names.fileName
  const media = placeholderFor(fileName) ?? { type: 'application/octet-stream', bytes: Buffer.alloc(1) }
  return shelve(kie, { ...names, fileName, ...media })
}

/** POST /api/file-stream-upload: multipart `file`, `uploadPath`, `fileName`. */
export async function uploadStream(kie: SimulatedKie, request: FastifyRequest): Promise<Answer> {
  const form = await readForm(request)
  const file = form?.get('file')
  if (!form || !file || typeof file === 'string') return refusal(400, 'file is required')
  const names = namesFrom({ fileName: form.get('fileName'), uploadPath: form.get('uploadPath') })
  return shelve(kie, {
    ...names,
    fileName: names.fileName === '' ? file.name : names.fileName,
    type: file.type,
    bytes: Buffer.from(await file.arrayBuffer()),
  })
}

async function readForm(request: FastifyRequest): Promise<FormData | null> {
  const type = request.headers['content-type'] ?? ''
  if (!Buffer.isBuffer(request.body)) return null
  try {
    return await new Response(new Uint8Array(request.body), { headers: { 'content-type': type } }).formData()
  } catch {
    return null
  }
}

function shelve(kie: SimulatedKie, incoming: Incoming): Answer {
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(incoming.fileName)?.[0] ?? ''
  const stored = `${randomUUID()}${ending}`
  kie.uploads.put(stored, { type: incoming.type, bytes: incoming.bytes })
  const data = {
    fileName: incoming.fileName === '' ? stored : incoming.fileName,
    filePath: `kieai/simulator/${incoming.uploadPath}/${stored}`,
    downloadUrl: `${kie.baseUrl}/files/uploads/${stored}`,
    fileSize: incoming.bytes.length,
    mimeType: incoming.type,
    uploadedAt: new Date().toISOString(),
  }
  const body = JSON.stringify({ success: true, code: 200, msg: 'File uploaded successfully', data })
  return { code: '200', httpStatus: 200, body }
}

function namesFrom(fields: Record<string, unknown> | null): { fileName: string; uploadPath: string } {
  return {
    fileName: textField(fields, 'fileName') ?? '',
    uploadPath: textField(fields, 'uploadPath') ?? 'files',
  }
}

function textField(fields: Record<string, unknown> | null, name: string): string | null {
  const value = fields?.[name]
  return typeof value === 'string' && value !== '' ? value : null
}
