import { z } from 'zod'
import { timeSchema } from './job-view.ts'

/** What is paused or resumed. Single models come later, and are refused until then. */
export const pauseBodySchema = z
  .strictObject({
    scope: z
      .enum(['submit'])
      .describe('`submit`: nothing new is sent to KIE; what runs is watched to its end.'),
  })
  .meta({ id: 'PauseBody', examples: [{ scope: 'submit' }] })

export const pausedSchema = z
  .object({
    scope: z.literal('submit'),
    paused: z.literal(true),
    detail: z.string().describe('Who paused, or that Redis went back in time.'),
    since: timeSchema,
  })
  .meta({ id: 'Paused' })

export const resumedSchema = z
  .object({
    scope: z.literal('submit'),
    paused: z.literal(false),
    missingIntents: z
      .int()
      .describe('How many attempts Redis had forgotten when it was resumed; 0 unless it went back in time.'),
  })
  .meta({ id: 'Resumed' })
