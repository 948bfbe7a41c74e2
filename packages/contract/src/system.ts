import { z } from 'zod'
import { timeSchema } from './job-view.ts'

/** What is paused or resumed: everything that is sent to KIE, or the jobs of one model. */
const scopeSchema = z
  .union([z.literal('submit'), z.templateLiteral(['model:', z.string().regex(/^[\w./:-]{1,100}$/)])])
  .describe(
    '`submit`: nothing new is sent to KIE. `model:<id>`: nothing of this model is. What runs is watched to its end.',
  )

export const pauseBodySchema = z
  .strictObject({ scope: scopeSchema })
  .meta({ id: 'PauseBody', examples: [{ scope: 'submit' }, { scope: 'model:nano-banana-2' }] })

export const pausedSchema = z
  .object({
    scope: scopeSchema,
    paused: z.literal(true),
    detail: z.string().describe('Who paused, or that Redis went back in time.'),
    since: timeSchema,
  })
  .meta({ id: 'Paused' })

export const resumedSchema = z
  .object({
    scope: scopeSchema,
    paused: z.literal(false),
    missingIntents: z
      .int()
      .describe('How many attempts Redis had forgotten when it was resumed; 0 unless it went back in time.'),
  })
  .meta({ id: 'Resumed' })
