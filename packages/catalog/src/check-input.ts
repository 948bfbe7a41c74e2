import type { Facts } from './conditions.ts'
import { explainIssue, locateAsWritten, renderProblem } from './explain.ts'
import type { Problem } from './fault.ts'
import { warnOfEndings } from './file-endings.ts'
import { isRecord } from './is-record.ts'
import { MAX_ISSUES } from './limits.ts'
import type { ModelFile, Parameter } from './model-file.ts'
import type { InputIssue, InputWarning } from './results.ts'
import { advise } from './rules/advise.ts'
import { fillDefaults } from './rules/fill-defaults.ts'
import { judgeAll } from './rules/judges.ts'
import { compileParameter } from './values/compile-value.ts'
import { compileRecord } from './values/record.ts'
import type { ConversionNotes, UnknownParameters, Value } from './values/value.ts'

export type InputCheck =
  { ok: true; input: Record<string, unknown>; warnings: InputWarning[] } | { ok: false; errors: InputIssue[] }

export function compileInput(model: ModelFile, unknown: UnknownParameters): Value {
  const excused = new Set(
    model.crossField.flatMap((rule) => (rule.kind === 'optionalIf' ? [rule.param] : [])),
  )
  // Whether such a parameter is missing is the judge's to say.
  const params = model.params.map((one) => (excused.has(one.name) ? { ...one, required: false } : one))
  const compile = (parameter: Parameter) => compileParameter(parameter, unknown)
  return compileRecord(params, compile, { unknown, fills: false })
}

/** Converts what came into what is sent (not under `strict`), then judges all of it. */
export function checkInput(model: ModelFile, compiled: Value, raw: unknown, strict: boolean): InputCheck {
  const notes: ConversionNotes = { warnings: [], problems: [], writtenAs: new Map() }
  const sent = strict ? raw : compiled.convert(raw, [], notes)
  const given = isRecord(sent) ? sent : {}
  const values = fillDefaults(model, given)
  const parsed = compiled.schema.safeParse(isRecord(sent) ? values : sent, { reportInput: true })
  const faulty = parsed.success ? [] : parsed.error.issues.flatMap((issue) => explainIssue(compiled, issue))
  const facts: Facts = { given, values }
  const located = [...faulty, ...judgeBeside(faulty, model, facts)].map((problem) =>
    locateAsWritten(problem, notes.writtenAs),
  )
  const problems = [...notes.problems, ...located]
  if (problems.length > 0 || !parsed.success) {
    return { ok: false, errors: inQuestionOrder(problems, model).slice(0, MAX_ISSUES).map(renderProblem) }
  }
  const input = parsed.data as Record<string, unknown>
  const warnings = [
    ...notes.warnings,
    ...deprecations(model, given),
    ...advise(model.crossField, facts),
    ...warnOfEndings(model, input),
  ]
  return { ok: true, input, warnings: warnings.slice(0, MAX_ISSUES) }
}

/** What the rules find at parameters that are right by themselves: one fault at a time is enough to mend. */
function judgeBeside(faulty: readonly Problem[], model: ModelFile, facts: Facts): Problem[] {
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

function deprecations(model: ModelFile, given: Record<string, unknown>): InputWarning[] {
  return model.params
    .filter((parameter) => parameter.deprecated === true && Object.hasOwn(given, parameter.name))
    .map(({ name }) => ({
      path: `input.${name}`,
      code: 'deprecatedParameter',
      message: `input.${name} is deprecated by KIE and may stop working.`,
    }))
}
