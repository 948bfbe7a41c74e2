import { EVENT_NAMES } from '@kiln/lifecycle'
import { z } from 'zod'
import { stateSchema, timeSchema } from './job-view.ts'

/** What a timeline tells besides the events of a job's life. */
const NOTES = [
  'accepted',
  'waited',
  'held',
  'answered',
  'callback',
  'callbackChecked',
  'read',
  'strayTask',
  'omitted',
] as const
export type TimelineNote = (typeof NOTES)[number]

export const timelineEntrySchema = z
  .object({
    at: timeSchema,
    event: z.enum([...EVENT_NAMES, ...NOTES]),
    from: stateSchema.nullable(),
    to: stateSchema.nullable(),
    attempt: z.int().min(0).nullable(),
    detail: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .describe(
        "What explains it: KIE's `http`, `code`, `message`, `state` and `taskId`; `ms` a call took; `charged` and " +
          '`credits`. What was told `times` is told once; `lastAt` is the last time, in milliseconds.',
      ),
  })
  .meta({ id: 'TimelineEntry' })
export type TimelineEntryView = z.infer<typeof timelineEntrySchema>

export const timelineSchema = z
  .object({
    id: z.string(),
    events: z.array(timelineEntrySchema).describe('Oldest first; at most 200.'),
  })
  .meta({ id: 'Timeline' })
export type TimelineView = z.infer<typeof timelineSchema>
