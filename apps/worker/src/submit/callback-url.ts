import { randomBytes } from 'node:crypto'

/** 128 random bits, drawn for each attempt. */
export function drawSecret(): string {
  return randomBytes(16).toString('base64url')
}

/** The part of a callback URL that names one attempt and proves that KIE was told it. */
export function callbackToken(jobId: string, attempt: number, secret: string): string {
  return `${jobId}-${attempt}-${secret}`
}

export function callbackUrl(base: string, token: string): string {
  return `${base.replace(/\/+$/, '')}/callbacks/kie/${token}`
}
