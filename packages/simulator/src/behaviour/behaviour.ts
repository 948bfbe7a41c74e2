import { z } from 'zod'

// Node cuts a longer timer down to one millisecond.
const durationMs = z.number().min(0).max(2_147_483_647)

const rawAnswer = {
  code: z.int(),
  msg: z.string(),
  httpStatus: z.int().min(200).max(599),
  /** Sent instead of the envelope: a string as it is, anything else as JSON. */
  body: z.json(),
}

const callbackDetails = z
  .strictObject({
    times: z.int().min(0).max(100),
    delayMs: durationMs,
    signature: z.enum(['good', 'bad', 'none']),
    body: z.json(),
  })
  .partial()

/** What one createTask call, and the task it makes, does out of the ordinary. Durations are in KIE's time. */
export const behaviourSchema = z
  .strictObject({
    ...rawAnswer,
    loseAnswer: z.enum(['beforeCharge', 'afterCharge']),
    delayAnswerMs: durationMs,
    dripAnswer: z.boolean(),
    html: z.boolean(),
    truncate: z.boolean(),
    noTaskId: z.boolean(),

    durationMs,
    fail: z.strictObject({ failCode: z.coerce.string().optional(), failMsg: z.string().optional() }),
    /** A failure costs what a success would. */
    keepCredits: z.boolean(),
    emptyResult: z.boolean(),
    badResultJson: z.boolean(),
    states: z.array(z.string().min(1)).min(1).max(20),
    vanishAfterMs: durationMs,
    unknownForMs: durationMs,

    read: z
      .strictObject(rawAnswer)
      .partial()
      .extend({
        times: z.int().min(1).default(1),
        /** Says that the task failed, whatever becomes of it. */
        failed: z.boolean().optional(),
      }),
    callback: z.union([z.enum(['normal', 'none', 'duplicate', 'beforeAnswer']), callbackDetails]),
  })
  .partial()

export type Behaviour = z.output<typeof behaviourSchema>
