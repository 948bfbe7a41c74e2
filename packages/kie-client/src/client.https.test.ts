import { expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Exchange } from './exchange.ts'
import { startPeer } from './testing/local-peer.ts'
import { SELF_SIGNED_CERTIFICATE } from './testing/self-signed.ts'

test('over https with a trusted certificate, posts have their own connections and reads share one', async () => {
  const peer = await startPeer((response) => response.end('{"code":200}'), 'https')
  const folder = await mkdtemp(join(tmpdir(), 'kiln-kie-client-'))
  try {
    const certificate = join(folder, 'certificate.pem')
    await writeFile(certificate, SELF_SIGNED_CERTIFICATE)
    const script = fileURLToPath(new URL('testing/call-over-https.ts', import.meta.url))
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--conditions=kie-src', '--import', 'tsx', script, peer.baseUrl.replace('127.0.0.1', 'localhost')],
      { env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: certificate } },
    )
    const exchanges = JSON.parse(stdout) as Exchange[]
    expect(exchanges.map((exchange) => exchange.phase)).toEqual(['answer', 'answer', 'answer', 'answer'])
    expect(peer.connections()).toBe(3)
  } finally {
    await rm(folder, { recursive: true })
    await peer.close()
  }
})
