import { z } from 'zod'
import { echo } from '../characters.ts'
import { type Fault, mismatch, refuse, verbatim } from '../fault.ts'
import { renderPath } from '../render-path.ts'
import { MAX_URL_CHARACTERS } from '../limits.ts'
import type { UrlShape } from '../model-file.ts'
import type { Say } from '../words/words.ts'
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
  const expected: Say = (words) => words.expected.url(schemes, rules.hosts ?? null)
  const bounded: Say = (words) => words.expected.shortUrl(expected(words), maxLength)
  const faultIn = (url: string) =>
    faultInLength(url, 1, maxLength, bounded) ??
    faultInCharacters(url, CONTROL, expected) ??
    faultInUrl(url, schemes, rules.hosts, expected)
  const check: z.core.CheckFn<string> = (payload) => refuse(payload, faultIn(payload.value))
  const schema = () => z.string().check(check).meta({ format: 'uri', maxLength })
  const takes = (value: unknown) => typeof value === 'string' && faultIn(value) === null
  return { schema, takes, convert: takeOne, expected }
}

function faultInUrl(
  url: string,
  schemes: string[],
  hosts: string[] | undefined,
  expected: Say,
): Fault | null {
  const scheme = SCHEME.exec(url)?.[1]?.toLowerCase()
  const isReadable = scheme !== undefined && schemes.includes(scheme) && !AMBIGUOUS.test(url)
  const parsed = isReadable ? parse(url) : null
  if (parsed === null || leadsNowhere(parsed)) {
    // A password must not come back in an error, not even in that of a malformed URL.
    const got = verbatim(echo(url.replace(UP_TO_LAST_AT, '…@')))
    return mismatch('notAUrl', expected, got, ({ hints }) => hints.publicLink)
  }
  if (USER.test(url)) {
    return mismatch(
      'urlWithCredentials',
      expected,
      ({ got }) => got.withPassword,
      ({ hints }) => hints.noLogin,
    )
  }
  return faultInHost(parsed, hosts, expected)
}

function faultInHost({ hostname, protocol, href }: URL, hosts: string[] | undefined, expected: Say) {
  // Of other schemes (asset://) the host is no host of the network.
  if (WEB.test(protocol) && isPrivateHost(hostname)) {
    const reachable: Say = (words) => words.expected.reachableUrl(expected(words))
    const got: Say = (words) => words.got.onHost(echo(hostname))
    return mismatch('privateHost', reachable, got, ({ hints }) => hints.uploadFile)
  }
  if (hosts === undefined || hosts.includes(hostname)) return null
  return mismatch('forbiddenHost', expected, verbatim(echo(href)), ({ hints }) => hints.linkOn(hosts))
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
    const says: Say = ({ warnings }) => warnings.firstTaken(at, given.length)
    notes.warnings.push({ path: at, code: 'firstItemTaken', says })
  }
  return trim(given[0])
}
