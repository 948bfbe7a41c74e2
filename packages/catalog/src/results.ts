/** One reason why a job is refused. `code` is stable; the sentences may change. */
export interface InputIssue {
  /** Where, as the caller wrote it: "model", "input.prompt", "input.image_urls[0]". */
  path: string
  code: string
  message: string
  expected: string | null
  hint: string | null
}

export interface InputWarning {
  path: string
  code: string
  message: string
}

/** What a job will cost, in credits. */
export type Quote = { min: number; max: number } | 'unknown'

export type CheckResult =
  | {
      ok: true
      /** The id that is sent, whatever alias came. */
      modelId: string
      type: string
      /** Exactly what would be sent. */
      input: Record<string, unknown>
      quote: Quote
      warnings: InputWarning[]
    }
  | { ok: false; errors: InputIssue[] }

export interface ModelSummary {
  id: string
  title: string
  type: string
  output: string
  status: string
  aliases: string[]
}

/** What to ask a person for one parameter. Questions stand in the order in which they are asked. */
export interface Question {
  parameter: string
  type: string
  /** True when there is no default: the job cannot go without an answer. */
  required: boolean
  expected: string
  default: string | number | boolean | null
  values: (string | number)[] | null
  /** Examples of good answers where any text is allowed. */
  suggestions: string[] | null
  aliases: string[]
  file: { mimeTypes: string[] | null; maxMB: number | null } | null
  notes: string | null
}

export interface Price {
  unit: string
  credits: number
  usd: number
  /** Values of parameters for which the price holds; empty: always. */
  when: Record<string, unknown>
  /** The parameter that is counted or measured. */
  quantity: string | null
  /** How many units are free. */
  beyond: number | null
  note: string | null
  asOf: string
}

export interface ModelDescription extends ModelSummary {
  vendor: string
  family: string
  alsoTypes: string[]
  notes: string | null
  /** JSON Schema of `input`. */
  schema: Record<string, unknown>
  questions: Question[]
  defaults: Record<string, string | number | boolean>
  prices: Price[]
  /** Rules between parameters, in words. */
  rules: string[]
  typicalSeconds: { min: number; max: number; median: number | null } | null
}

export interface CheckOptions {
  /** Takes only what is sent as it stands: no other names, spellings or casts. */
  strict?: boolean
  /** Whether parameters that the model does not list are refused (the default) or sent with a warning. */
  unknown?: 'refused' | 'passed'
  /** False when no callback URL is configured: models that need one are refused. */
  hasCallback?: boolean
}

export interface Catalog {
  check(model: string, input: unknown, options?: CheckOptions): CheckResult
  list(): ModelSummary[]
  describe(idOrAlias: string): ModelDescription | null
  /** Up to three ids that look like an unknown one, the likeliest first. */
  nearest(id: string): string[]
}
