import { z } from 'zod'
import { echo } from '../characters.ts'
import { type Fault, mismatch, refuse } from '../fault.ts'
import { renderPath } from '../render-path.ts'
import { MAX_URL_CHARACTERS } from '../limits.ts'
import type { UrlShape } from '../model-file.ts'
import { isPrivateHost } from './private-host.ts'
import { faultInCharacters, faultInLength, trim } from './text.ts'
import type { Convert, Value } from './value.ts'

// With the marks that turn the reading direction: behind them another host is read than is fetched from.
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/
/** Programs disagree over what these mean in a URL, so that another one could be fetched than was checked. */
const AMBIGUOUS = /[\s\\]/
const SCHEME = /^([a-z][a-z0-9+.-]*):\/\/[^/]/i
/** An `@` before the path sets off a user, if only an empty one. */
const USER = /^[^:]*:\/\/[^/?#]*@/
const WEB = /^https?:$/
const EMPTY_LABEL = /^\.|\.\./
const UP_TO_LAST_AT = /^.*@/s

type UrlRules = Pick<UrlShape, 'schemes' | 'hosts' | 'maxLength'>

export function compileMediaUrl(rules: UrlRules): Value {
  const maxLength = rules.maxLength ?? MAX_URL_CHARACTERS
  const schemes = rules.schemes ?? ['http', 'https']
  const host = rules.hosts === undefined ? '' : ` on ${rules.hosts.join(' or ')}`
  const expected = `an absolute ${schemes.join(' or ')} URL${host}`
  const bounded = `${expected} of at most ${maxLength} characters`
  const schema = z.string().check((payload) => {
    const url = payload.value
    refuse(
      payload,
      faultInLength(url, 1, maxLength, bounded) ??
        faultInCharacters(url, CONTROL, expected) ??
        faultInUrl(url, schemes, rules.hosts, expected),
    )
  })
  return { schema: schema.meta({ format: 'uri', maxLength }), convert: takeOne, expected }
}

function faultInUrl(
  url: string,
  schemes: string[],
  hosts: string[] | undefined,
  expected: string,
): Fault | null {
  const scheme = SCHEME.exec(url)?.[1]?.toLowerCase()
  const isReadable = scheme !== undefined && schemes.includes(scheme) && !AMBIGUOUS.test(url)
  const parsed = isReadable ? parse(url) : null
  if (parsed === null || leadsNowhere(parsed)) {
    // A password must not come back in an error, not even in that of a malformed URL.
    const got = echo(url.replace(UP_TO_LAST_AT, '…@'))
    return mismatch('notAUrl', expected, got, 'Give a public link to the file.')
  }
  if (USER.test(url)) {
    const got = 'one with a user name or password in it'
    return mismatch('urlWithCredentials', expected, got, 'Give a link that needs no login.')
  }
  return faultInHost(parsed, hosts, expected)
}

function faultInHost({ hostname, protocol, href }: URL, hosts: string[] | undefined, expected: string) {
  // Of other schemes (asset://) the host is no host of the network.
  if (WEB.test(protocol) && isPrivateHost(hostname)) {
    const hint = 'Upload the file to where KIE can fetch it, and give that link.'
    return mismatch('privateHost', `${expected} that KIE can reach`, `one on ${echo(hostname)}`, hint)
  }
  if (hosts === undefined || hosts.includes(hostname)) return null
  return mismatch('forbiddenHost', expected, echo(href), `Give a link on ${hosts.join(' or ')}.`)
}

/** URL takes these, and no server answers to them. */
function leadsNowhere({ protocol, hostname, port }: URL): boolean {
  return WEB.test(protocol) && (port === '0' || EMPTY_LABEL.test(hostname))
}

function parse(url: string): URL | null {
  try {
    return new URL(url)
  } catch {
    return null
  }
}

/** Older callers send a list where the model takes one file. */
const takeOne: Convert = (given, path, notes) => {
  if (!Array.isArray(given)) return trim(given)
  if (given.length > 1) {
    const at = renderPath(path)
    const message = `${at} takes one file, so only the first of ${given.length} is sent.`
    notes.warnings.push({ path: at, code: 'firstItemTaken', message })
  }
  return trim(given[0])
}
