import type { Facts } from './conditions.ts'
import { explainIssue, locateAsWritten } from './explain.ts'
import type { Problem, Remark } from './fault.ts'
import { paramsWithFiles, warnOfEndings } from './file-endings.ts'
import { isRecord } from './is-record.ts'
import { MAX_ISSUES } from './limits.ts'
import type { ModelFile, Parameter } from './model-file.ts'
import { statusWarnings } from './model-warnings.ts'
import { planQuote, type PriceInput } from './quote.ts'
import { advise } from './rules/advise.ts'
import { planDefaults } from './rules/fill-defaults.ts'
import { judgeAll } from './rules/judges.ts'
import { compileParameter } from './values/compile-value.ts'
import { compileRecord } from './values/record.ts'
import type { ConversionNotes, UnknownParameters, Value } from './values/value.ts'

export type InputCheck =
  { ok: true; input: Record<string, unknown>; warnings: Remark[] } | { ok: false; problems: Problem[] }

/** A model made ready for checking. */
export interface CompiledModel {
  model: ModelFile
  input: Value
  fillDefaults: (given: Record<string, unknown>) => Record<string, unknown>
  withFiles: readonly Parameter[]
  deprecated: readonly string[]
  price: PriceInput
  /** Warnings that hold for every job of the model. */
  ofStatus: readonly Remark[]
}

export function compileModel(model: ModelFile, unknown: UnknownParameters): CompiledModel {
  return {
    model,
    input: compileInput(model, unknown),
    fillDefaults: planDefaults(model),
    withFiles: paramsWithFiles(model),
    deprecated: model.params.filter((one) => one.deprecated === true).map(({ name }) => name),
    price: planQuote(model),
    ofStatus: statusWarnings(model),
  }
}

function compileInput(model: ModelFile, unknown: UnknownParameters): Value {
  const excused = new Set(
    model.crossField.flatMap((rule) => (rule.kind === 'optionalIf' ? [rule.param] : [])),
  )
  // Whether such a parameter is missing is the judge's to say.
  const params = model.params.map((one) => (excused.has(one.name) ? { ...one, required: false } : one))
  const compile = (parameter: Parameter) => compileParameter(parameter, unknown)
  return compileRecord(params, compile, { unknown, fills: false })
}

/** Converts what came into what is sent (not under `strict`), then judges all of it. */
export function checkInput(compiled: CompiledModel, raw: unknown, strict: boolean): InputCheck {
  const { model, input: root } = compiled
  const notes: ConversionNotes = { warnings: [], problems: [], writtenAs: [] }
  const sent = strict ? raw : root.convert(raw, [], notes)
  const given = isRecord(sent) ? sent : {}
  const values = compiled.fillDefaults(given)
  const parsed = parse(root, isRecord(sent) ? values : sent)
  const faulty = parsed.success ? [] : explainFaults(root, isRecord(sent) ? values : sent)
  const facts: Facts = { given, values }
  const found = [...faulty, ...judgeBeside(faulty, model, facts)]
  if (!parsed.success || found.length > 0 || notes.problems.length > 0) {
    const writtenAs = new Map(notes.writtenAs)
    const located = found.map((problem) => locateAsWritten(problem, writtenAs))
    const ordered = inQuestionOrder([...notes.problems, ...located], model)
    return { ok: false, problems: ordered.slice(0, MAX_ISSUES) }
  }
  const input = parsed.data as Record<string, unknown>
  const warnings = [
    ...notes.warnings,
    ...deprecations(compiled.deprecated, given),
    ...advise(model.crossField, facts),
    ...warnOfEndings(compiled.withFiles, input),
  ]
  return { ok: true, input, warnings: bounded(warnings) }
}

function bounded(warnings: Remark[]): Remark[] {
  if (warnings.length <= MAX_ISSUES) return warnings
  const told = warnings.slice(0, MAX_ISSUES - 1)
  const leftOut = warnings.length - told.length
  return [
    ...told,
    { path: 'input', code: 'warningsLeftOut', says: (words) => words.warnings.leftOut(leftOut) },
  ]
}

function parse(root: Value, input: unknown): { success: true; data: unknown } | { success: false } {
  return root.takes(input) ? { success: true, data: input } : root.schema().safeParse(input)
}

/** Parsed again: with the input in its issues zod takes three times as long, and most inputs are right. */
function explainFaults(compiled: Value, sent: unknown): Problem[] {
  const { error } = compiled.schema().safeParse(sent, { reportInput: true })
  return error?.issues.flatMap((issue) => explainIssue(compiled, issue)) ?? []
}

/** What the rules find at parameters that are right by themselves: one fault at a time is enough to mend. */
function judgeBeside(faulty: readonly Problem[], model: ModelFile, facts: Facts): Problem[] {
  if (model.crossField.length === 0) return []
  const wrong = new Set(faulty.map(({ path }) => path[0]))
  return judgeAll(model.crossField, facts).filter(({ path }) => !wrong.has(path[0]))
}

/** Parameters in the order of the questions; what is no parameter comes last. */
function inQuestionOrder(problems: readonly Problem[], model: ModelFile): Problem[] {
  const order = new Map<string | number | undefined, number>(
    model.params.flatMap(({ name, aliases }, at) => [name, ...aliases].map((one) => [one, at] as const)),
  )
  const placeOf = ({ path, fault }: Problem) =>
    fault.code === 'unknownParameter' && path.length === 1 ? order.size : (order.get(path[0]) ?? -1)
  return problems.toSorted((one, other) => placeOf(one) - placeOf(other))
}

function deprecations(names: readonly string[], given: Record<string, unknown>): Remark[] {
  return names
    .filter((name) => given[name] !== undefined)
    .map((name) => `input.${name}`)
    .map((path) => ({
      path,
      code: 'deprecatedParameter',
      says: ({ warnings }) => warnings.deprecated(path),
    }))
}
