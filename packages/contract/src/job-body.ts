import { z } from 'zod'
import { form } from './forms.ts'

export const PRIORITIES = ['high', 'normal', 'low'] as const

/** A control character, a lone surrogate or an unassigned code point breaks logs, headers or JSON somewhere. */
const PRINTABLE = /^\P{C}*$/u
/** Values may hold line breaks; what no store or log can carry is refused. */
const STORABLE = /^[^\0\p{Cs}]*$/u

export const METADATA_PAIRS_MAX = 16

/** A name that a caller gives to something of his own. */
export const printableName = z.string().min(1).max(128).regex(PRINTABLE, form('printable'))

/**
 * zod leaves this name out of a record without a word. It is no pair of ours, so it is refused like any other
 * field that is none.
 */
function refusePrototype(value: unknown, payload: z.core.ParsePayload): unknown {
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__')) {
    const input = value as Record<string, unknown>
    payload.issues.push({ code: 'unrecognized_keys', keys: ['__proto__'], input })
  }
  return value
}

const storedPairs = z
  .record(
    z.string().min(1).max(64).regex(PRINTABLE, form('printable')),
    z.string().max(512).regex(STORABLE, form('storable')),
  )
  .refine((pairs) => Object.keys(pairs).length <= METADATA_PAIRS_MAX, {
    message: form('fewPairs'),
  })
  .meta({ maxProperties: METADATA_PAIRS_MAX })
const metadata = z.preprocess(refusePrototype, storedPairs)

/** What POST /v1/jobs takes. Unknown fields are refused: a misspelt one must not be lost silently. */
export const jobBodySchema = z
  .strictObject({
    model: z.string().min(1).max(200).describe('A model id of GET /v1/models.'),
    input: z.record(z.string(), z.unknown()).describe("Checked against the model's own rules."),
    customId: printableName.exactOptional().describe("The caller's own name for the job."),
    priority: z.enum(PRIORITIES).exactOptional().describe('Within the share of this key; default normal.'),
    retries: z
      .int()
      .min(0)
      .max(5)
      .exactOptional()
      .describe('Further paid attempts allowed after a failure; default KILN_DEFAULT_RETRIES.'),
    strict: z
      .boolean()
      .exactOptional()
      .describe(
        'true: take only what can be sent as it stands, no other names or spellings. ' +
          'false: send parameters that the model does not list, with a warning. ' +
          'Left out: convert what can be converted, and refuse unknown parameters.',
      ),
    metadata: metadata.exactOptional().describe('Up to 16 text pairs, kept and never read.'),
  })
  .meta({
    id: 'JobBody',
    examples: [{ model: 'nano-banana-2', input: { prompt: 'a kiln at dusk, embers in the dark' } }],
  })
export type JobBody = z.infer<typeof jobBodySchema>
