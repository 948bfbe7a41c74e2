import { z } from 'zod'

/** What refuses nothing and may still not be what the caller meant. */
export const inputWarningSchema = z.object({ path: z.string(), code: z.string(), message: z.string() })
export type InputWarningView = z.infer<typeof inputWarningSchema>
