import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createPrivateAuthority } from './private-authority.ts'

/** Paths of PEM files. */
export interface TlsFiles {
  authority: string
  certificate: string
  key: string
}

const THIS_MACHINE = ['localhost', '127.0.0.1']

/** A certificate for `names`, by an authority of its own. */
export async function makeTlsFiles(folder: string, names = THIS_MACHINE): Promise<TlsFiles> {
  const authority = createPrivateAuthority()
  const { certificate, key } = authority.issue(names)
  const files = { authority: authority.certificate, certificate, key }
  const paths = Object.entries(files).map(async ([name, pem]) => {
    const path = join(folder, `${name}.pem`)
    await writeFile(path, pem, { mode: 0o600 })
    return [name, path]
  })
  return Object.fromEntries(await Promise.all(paths)) as TlsFiles
}

/** For redis.conf and sentinel.conf: a second port, for TLS, by which the servers reach each other too. */
export function tlsDirectives({ authority, certificate, key }: TlsFiles, port: number) {
  return {
    'tls-port': String(port),
    'tls-cert-file': certificate,
    'tls-key-file': key,
    'tls-ca-cert-file': authority,
    'tls-auth-clients': 'no',
    'tls-replication': 'yes',
  }
}
