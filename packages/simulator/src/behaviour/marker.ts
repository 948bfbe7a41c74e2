import { behaviourSchema, type Behaviour } from './behaviour.ts'

export type MarkerReading = { ok: true; behaviour: Behaviour } | { ok: false; problem: string }

const MARKER = /\[sim:([^\]]*)\]/g

/** Reads every `[sim: word, word=value]` in a text. A word that means nothing is a fault, never ignored. */
export function readMarkers(text: string): MarkerReading {
  const words = [...text.matchAll(MARKER)].flatMap((found) => (found[1] ?? '').split(','))
  const fields: Record<string, unknown> = {}
  for (const word of words.map((w) => w.trim()).filter((w) => w !== '')) addWord(fields, word)
  const parsed = behaviourSchema.safeParse(fields)
  if (parsed.success) return { ok: true, behaviour: parsed.data }
  const problems = parsed.error.issues.map((issue) => [...issue.path, issue.message].join(' '))
  return { ok: false, problem: `simulator: the marker in the prompt cannot be read: ${problems.join('; ')}` }
}

function addWord(fields: Record<string, unknown>, word: string): void {
  const equals = word.indexOf('=')
  const name = equals === -1 ? word : word.slice(0, equals).trim()
  const value = equals === -1 ? null : word.slice(equals + 1).trim()
  Object.assign(fields, fieldsOf(name, value, fields))
}

/** Some words are short for a nested field; every other word is a field's own name. */
function fieldsOf(name: string, value: string | null, earlier: Record<string, unknown>): object {
  switch (name) {
    case 'fail': {
      if (value === null) return { fail: {} }
      const [failCode, failMsg] = splitAtColon(value)
      return { fail: failMsg === null ? { failCode } : { failCode, failMsg } }
    }
    case 'code':
      return codeAndMsg(value ?? '')
    case 'read':
      return { read: { ...asFields(earlier['read']), ...codeAndMsg(value ?? '') } }
    case 'readTimes':
      return { read: { ...asFields(earlier['read']), times: plainValue(value ?? '') } }
    case 'states':
      return { states: (value ?? '').split('|') }
    case 'loseAnswer':
      return { loseAnswer: value ?? 'afterCharge' }
    default:
      return { [name]: value === null ? true : plainValue(value) }
  }
}

function codeAndMsg(value: string): object {
  const [code, msg] = splitAtColon(value)
  return msg === null ? { code: plainValue(code) } : { code: plainValue(code), msg }
}

function splitAtColon(value: string): [string, string | null] {
  const colon = value.indexOf(':')
  return colon === -1 ? [value, null] : [value.slice(0, colon).trim(), value.slice(colon + 1).trim()]
}

const asFields = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {})

const plainValue = (value: string): string | number => (/^\d+(\.\d+)?$/.test(value) ? Number(value) : value)
