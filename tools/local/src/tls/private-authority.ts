import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { isIPv4 } from 'node:net'
import { bare, bits, integer, objectId, octets, sequence, set, text, time, whole, yes } from './der.ts'

interface Issued {
  /** Both as PEM. */
  certificate: string
  key: string
}

export interface PrivateAuthority {
  /** What a client trusts. */
  certificate: string
  /** For host names and IPv4 addresses. */
  issue(names: readonly string[]): Issued
}

const DAY_MS = 86_400_000
const ECDSA_WITH_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'))
const BASIC_CONSTRAINTS = objectId('2.5.29.19')
const ALTERNATIVE_NAMES = objectId('2.5.29.17')

/** An authority for certificates that nobody else trusts, made anew each time: Node can check certificates and make none. */
export function createPrivateAuthority(): PrivateAuthority {
  const { privateKey, publicKey } = newKey()
  const issuer = named('kiln test authority')
  const ofAuthority = sequence(BASIC_CONSTRAINTS, yes(), octets(sequence(yes())))
  const signed = (subject: Buffer, holder: KeyObject, extension: Buffer) =>
    certificate({ issuer, signer: privateKey, subject, holder, extension })
  return {
    certificate: signed(issuer, publicKey, ofAuthority),
    issue(names) {
      const own = newKey()
      const extension = sequence(ALTERNATIVE_NAMES, octets(sequence(...names.map(alternative))))
      return {
        certificate: signed(named(names[0] ?? ''), own.publicKey, extension),
        key: own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      }
    },
  }
}

const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })

const named = (name: string) => sequence(set(sequence(objectId('2.5.4.3'), text(name))))

const alternative = (name: string) =>
  isIPv4(name) ? bare(7, Buffer.from(name.split('.').map(Number))) : bare(2, Buffer.from(name))

interface Contents {
  issuer: Buffer
  signer: KeyObject
  subject: Buffer
  holder: KeyObject
  extension: Buffer
}

function certificate({ issuer, signer, subject, holder, extension }: Contents): string {
  const [from, until] = [new Date(Date.now() - DAY_MS), new Date(Date.now() + 30 * DAY_MS)]
  const toSign = sequence(
    whole(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ECDSA_WITH_SHA256,
    issuer,
    sequence(time(from), time(until)),
    subject,
    holder.export({ type: 'spki', format: 'der' }),
    whole(3, sequence(extension)),
  )
  const signed = sequence(toSign, ECDSA_WITH_SHA256, bits(sign('sha256', toSign, signer)))
  const lines = signed.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
