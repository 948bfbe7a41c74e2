import { z } from 'zod'

export const costSchema = z.object({ min: z.number(), max: z.number() })

/** A price that is not known is never 0: it has a word of its own. */
export const creditsSchema = z.union([costSchema, z.literal('unknown')])
