import type { Language } from '@kiln/languages'
import type { ModelFile } from './model-file.ts'
import type { PriceUnit } from './price-units.ts'

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

export interface Cost {
  min: number
  max: number
}

/** What a job will cost, in credits. */
export type Quote = Cost | 'unknown'

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
  vendor: string
  type: string
  /** What it can do besides. */
  alsoTypes: string[]
  output: string
  status: ModelFile['status']
  /** What a job costs that leaves every setting at the model's default; settings without one span it. */
  credits: Quote
  aliases: string[]
  /** What KIE wants beside the input, and the operator has to set up: `callBackUrl`. */
  requires: ModelFile['requires']
}

/** Every part that is given must hold. */
export interface ModelFilter {
  type?: string | undefined
  vendor?: string | undefined
  status?: string | undefined
  /** Words that all stand somewhere in id, title, vendor or aliases. */
  q?: string | undefined
  maxCredits?: number | undefined
}

/** What to know before choosing a model. */
export interface ModelWarning {
  code: string
  message: string
}

/** The bounds that an answer must keep: characters, items, or the value itself. */
export type QuestionLimits = Partial<
  Record<'minLength' | 'maxLength' | 'minItems' | 'maxItems' | 'min' | 'max' | 'step', number>
>

/** What to ask a person for one value. */
export interface FieldQuestion {
  parameter: string
  /** What to call it before a person. */
  labels: Record<Language, string>
  type: string
  /** True when there is no default: the job cannot go without an answer. */
  required: boolean
  expected: string
  default: string | number | boolean | null
  values: (string | number)[] | null
  /** Examples of good answers where any text is allowed. */
  suggestions: string[] | null
  limits: QuestionLimits | null
  aliases: string[]
  file: { mimeTypes: string[] | null; maxMB: number | null } | null
  notes: string | null
}

/** What to ask for one parameter. Questions stand in the order in which they are asked. */
export interface Question extends FieldQuestion {
  /** For a list of objects: what to ask for each of them. */
  fields: FieldQuestion[] | null
}

export interface Price {
  unit: PriceUnit
  credits: number
  usd: number
  /** Values of parameters for which the price holds; empty: always. */
  when: Record<string, unknown>
  /** The parameter that is counted or measured. */
  quantity: string | null
  /** Whether `quantity` is the most that KIE makes, and charges for. */
  quantityIsMost: boolean
  /** How many units are free. */
  beyond: number | null
  note: string | null
  asOf: string
}

export interface ModelDescription extends ModelSummary {
  family: string
  /** For a family name that cannot be sent: the ids that can. */
  resolvesTo: string[]
  warnings: ModelWarning[]
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
  /** Of the sentences of the answer; English where it is left out. */
  language?: Language
}

export interface Catalog {
  check(model: string, input: unknown, options?: CheckOptions): CheckResult
  /** In the order of ids. */
  list(filter?: ModelFilter): ModelSummary[]
  /** Sentences are in `language`, English where it is left out; labels in all. */
  describe(idOrAlias: string, language?: Language): ModelDescription | null
  /** Credits of the dearest price row that is known of a model; null when none is. */
  dearestPrice(idOrAlias: string): number | null
  /** Up to three ids that look like an unknown one, the likeliest first. */
  nearest(id: string): string[]
}
