import { randomBytes } from 'node:crypto'

/** 128 random bits, drawn for each attempt. */
export function drawSecret(): string {
  return randomBytes(16).toString('base64url')
}

export function callbackUrl(base: string, token: string): string {
  return `${base.replace(/\/+$/, '')}/callbacks/kie/${token}`
}
