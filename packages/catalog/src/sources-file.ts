import { z } from 'zod'

/** A `.sources.json`: where each fact of a model comes from, and where sources disagreed. Pages and tests read it; no process does. */
export const sourcesSchema = z.strictObject({
  docs: z.url().optional(),
  confidence: z.enum(['high', 'medium', 'low']),
  sources: z.array(z.strictObject({ from: z.string(), facts: z.array(z.string()).min(1) })).min(1),
  /** Where a default comes from that the official schema does not state. */
  defaults: z.record(z.string(), z.string()).optional(),
  conflicts: z
    .array(
      z.strictObject({
        /** A parameter, several, or what else in parentheses: "(price)". */
        param: z.string(),
        field: z.string(),
        options: z.array(z.strictObject({ source: z.string(), value: z.unknown() })).min(1),
        chosen: z.unknown(),
        why: z.string(),
      }),
    )
    .optional(),
  /** Parameters that KIE documented once and no longer does. */
  earlierParams: z.array(z.looseObject({ name: z.string(), type: z.string() })).optional(),
})
