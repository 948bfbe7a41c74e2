import { EVENT_NAMES } from '@kiln/lifecycle'
import { z } from 'zod'
import { stateSchema, timeSchema } from './job-view.ts'

/** What a timeline tells besides the events of a job's life. */
const NOTES = ['accepted', 'waited', 'callback', 'read', 'strayTask'] as const

const timelineEntry = z.object({
  at: timeSchema,
  event: z.enum([...EVENT_NAMES, ...NOTES]),
  from: stateSchema.nullable(),
  to: stateSchema.nullable(),
  attempt: z.int().min(0).nullable(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
})

export const timelineSchema = z
  .object({
    id: z.string(),
    events: z.array(timelineEntry).describe('Oldest first.'),
  })
  .meta({ id: 'Timeline' })
export type TimelineView = z.infer<typeof timelineSchema>
