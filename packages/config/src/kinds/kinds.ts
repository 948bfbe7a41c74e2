import { isIP } from 'node:net'
import { isAbsolute } from 'node:path'
import { parsePlan } from '@kiln/fail-points'
import { z } from 'zod'
import { parseAmounts } from './amounts.ts'
import { parseApiKeys, SCOPES, type ApiKey } from './api-keys.ts'
import { parseDuration } from './duration.ts'
import { parseRate } from './rate.ts'
import { parseRedisUrl, REDIS_URL_FORMS, type RedisUrl } from './redis-url.ts'
import { parseBaseUrl } from './urls.ts'

/** What a variable's text may be, in words, and how it becomes a value. */
export interface Kind<T> {
  accepts: string
  schema: z.ZodType<T, string>
}

/** `parse` answers null for what it does not accept. */
function kind<T>(accepts: string, parse: (text: string) => T | null): Kind<T> {
  const schema = z.string().transform((text, context) => {
    const value = parse(text)
    if (value !== null) return value
    context.addIssue({ code: 'custom', message: `must be ${accepts}` })
    return z.NEVER
  })
  return { accepts, schema }
}

export const duration = kind('a duration such as 500ms, 2s, 10m or 1h', parseDuration)

export const rate = kind('a count from 1 to 1000000 per duration, such as 20/10s', parseRate)

export const weights = kind('numbers above 0, at most 1000, by key, such as studio=3,trial=0.5', (text) =>
  parseAmounts(text, { max: 1_000, star: false }),
)

export const budgets = kind('credits by key, such as studio=5000,*=200, where * is every other key', (text) =>
  parseAmounts(text, { max: 1_000_000_000, star: true }),
)

export const queueBounds = kind(
  'whole numbers of jobs by key, such as studio=50000,*=1000, where * is every other key',
  (text) => {
    const bounds = parseAmounts(text, { max: 1_000_000_000, star: true })
    return bounds !== null && Object.values(bounds).every(Number.isInteger) ? bounds : null
  },
)

export const baseUrl = kind(
  'an absolute http or https URL without credentials, query and fragment',
  parseBaseUrl,
)

export const redisUrl: Kind<RedisUrl> = {
  accepts: `a URL such as ${REDIS_URL_FORMS}`,
  schema: z.string().transform((text, context) => {
    const reading = parseRedisUrl(text)
    if (reading.ok) return reading.url
    context.addIssue({ code: 'custom', message: reading.fault })
    return z.NEVER
  }),
}

const HOST_NAME = /^[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?$/i

export const listenHost = kind('a host name or an IP address, without port and brackets', (text) =>
  isIP(text) !== 0 || HOST_NAME.test(text) ? text : null,
)

export const folder = kind('an absolute path', (text) => (isAbsolute(text) ? text : null))

/** A secret that travels in a header: a line break in it would be an error that quotes it. */
export const headerSecret = kind('the key alone: visible ASCII characters without spaces', (text) =>
  /^[\x21-\x7e]+$/.test(text) ? text : null,
)

export const hmacKeys = kind('one key, or two separated by a comma while rotating', (text) => {
  const keys = text.split(',').map((key) => key.trim())
  return keys.length <= 2 && keys.every((key) => key !== '') ? keys : null
})

/** Redis Cluster hashes what stands in the first braces; kiln's scripts need all keys in one slot. */
export const redisPrefix = kind(
  'letters, digits and _ . : - with exactly one non-empty hash tag, such as {kiln}',
  (text) => (/^[\w.:-]*\{[\w.:-]+\}[\w.:-]*$/.test(text) && text.length <= 100 ? text : null),
)

export const speed = kind('a number from 1 to 100000', (text) => {
  const value = /^\d{1,6}(?:\.\d{1,6})?$/.test(text) ? Number(text) : 0
  return value >= 1 && value <= 100_000 ? value : null
})

export const failPointPlan = kind(
  'fail points and what happens there, such as begin.after=kill@3,doorbell=twice',
  parsePlan,
)

export const flag = kind('true or false', (text) => (/^(?:true|false)$/.test(text) ? text === 'true' : null))

export function wholeNumber(min: number, max: number): Kind<number> {
  return kind(`a whole number from ${min} to ${max}`, (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : -1
    return value >= min && value <= max ? value : null
  })
}

export function oneOf<const W extends readonly [string, string, ...string[]]>(words: W): Kind<W[number]> {
  const accepts = `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
  return { accepts, schema: z.enum(words, { error: `must be ${accepts}` }) }
}

export const apiKeys: Kind<ApiKey[]> = {
  accepts: `name:scope+scope:secret, several separated by commas; scopes: ${SCOPES.join(', ')}`,
  schema: z.string().transform((text, context) => {
    const reading = parseApiKeys(text)
    if (reading.ok) return reading.keys
    const message = `must be name:scope+scope:secret, several separated by commas: ${reading.faults.join('; ')}`
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  }),
}
