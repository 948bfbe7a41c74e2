import { GATES } from '@kiln/lifecycle'
import { z } from 'zod'
import { stateSchema, timeSchema } from './job-view.ts'

/** What is paused or resumed: everything that is sent to KIE, or the jobs of one model. */
const scopeSchema = z
  .union([z.literal('submit'), z.templateLiteral(['model:', z.string().regex(/^[\w./:-]{1,100}$/)])])
  .describe(
    '`submit`: nothing new is sent to KIE. `model:<id>`: nothing of this model is. What runs is watched to its end.',
  )

export const pauseBodySchema = z
  .strictObject({ scope: scopeSchema })
  .meta({ id: 'PauseBody', examples: [{ scope: 'submit' }, { scope: 'model:nano-banana-2' }] })

export type PauseBody = z.infer<typeof pauseBodySchema>

export const pausedSchema = z
  .object({
    scope: scopeSchema,
    paused: z.literal(true),
    detail: z.string().describe('Who paused, or that Redis went back in time.'),
    since: timeSchema,
  })
  .meta({ id: 'Paused' })
export type PausedView = z.infer<typeof pausedSchema>

export const resumedSchema = z
  .object({
    scope: scopeSchema,
    paused: z.literal(false),
    missingIntents: z
      .int()
      .describe('How many attempts Redis had forgotten when it was resumed; 0 unless it went back in time.'),
  })
  .meta({ id: 'Resumed' })
export type ResumedView = z.infer<typeof resumedSchema>

const count = z.int().min(0)
const ms = z.int().min(0)

const windowSchema = z.object({
  places: count.describe('How many calls any window may hold.'),
  windowMs: ms,
  used: count.describe('Places taken at this moment.'),
})

export const systemSchema = z
  .object({
    now: timeSchema.describe("Redis' time, by which kiln goes."),
    version: z.string().describe('Of the kiln that answers.'),
    gates: z
      .array(
        z.object({
          gate: z.enum(GATES),
          model: z.string().nullable().describe('Of which model, where the gate holds one alone.'),
          detail: z.string().describe('Why it closed; what KIE said is told in its own words.'),
          since: timeSchema,
          until: timeSchema
            .nullable()
            .describe('When it opens, or lets the next job try; null when a person has to open it.'),
          probes: z.boolean().describe('Whether one job at a time tries after that, until KIE answers well.'),
          jobsHeld: count,
        }),
      )
      .describe('The closed ones; empty when everything may pass.'),
    jobs: z.record(stateSchema, count).describe('How many jobs are in each state.'),
    busiest: z
      .object({ model: z.string(), queued: count })
      .array()
      .describe('The models with most jobs queued, ten at most.'),
    submit: windowSchema.extend({
      slowStart: count
        .nullable()
        .describe('How many calls may be without an answer while a gate has just opened; else null.'),
      shortestCallMs: ms.nullable().describe('The shortest createTask call ever seen.'),
    }),
    poll: windowSchema,
    credits: z
      .object({
        balance: z.number(),
        seenAt: timeSchema,
        perHour: z.number().nullable().describe('How fast they go, whoever uses the account.'),
        goneAt: timeSchema.nullable().describe('When none is left at this rate.'),
      })
      .nullable()
      .describe('null until KIE was asked.'),
    workers: z.array(
      z.object({
        host: z.string(),
        pid: count,
        startedAt: timeSchema,
        seenAt: timeSchema,
        clockSkewMs: z.int().describe("How far its clock is ahead of Redis'. Nothing depends on it."),
        version: z.string().nullable().describe('Of its kiln; null from one that does not tell yet.'),
        agrees: z
          .boolean()
          .nullable()
          .describe(
            'Whether it has the same limits, budgets and times as this API; null when it does not tell yet.',
          ),
      }),
    ),
    lastCallbackAt: timeSchema.nullable(),
    strayTasks: count.describe('Paid tasks of attempts that no job waits for any more.'),
    orphans: z
      .object({
        count: count.describe('Of the last 1,000.'),
        newest: z.array(z.object({ taskId: z.string(), seenAt: timeSchema })).describe('Ten at most.'),
      })
      .describe(
        'Tasks that callbacks named on a URL that no attempt has. Where jobs are parked without a task, or Redis ' +
          "went back in time, they may be theirs: KIE's log tells. Without `KIE_WEBHOOK_HMAC_KEY` anybody can name one.",
      ),
  })
  .meta({ id: 'System' })
export type SystemView = z.infer<typeof systemSchema>
