import { judge } from './cross-field.ts'
import { explainIssue, locateAsWritten, renderProblem } from './explain.ts'
import type { Problem } from './fault.ts'
import { isRecord } from './is-record.ts'
import { MAX_ISSUES } from './limits.ts'
import type { ModelFile } from './model-file.ts'
import type { InputIssue, InputWarning } from './results.ts'
import { compileValue } from './values/compile-value.ts'
import { compileRecord } from './values/record.ts'
import type { ConversionNotes, Value } from './values/value.ts'

export type InputCheck =
  { ok: true; input: Record<string, unknown>; warnings: InputWarning[] } | { ok: false; errors: InputIssue[] }

export function compileInput(model: ModelFile): Value {
  return compileRecord(model.params, compileValue)
}

export function defaultsOf(model: ModelFile): Record<string, string | number | boolean> {
  return Object.fromEntries(
    model.params.flatMap(({ name, default: value }) => (value === undefined ? [] : [[name, value] as const])),
  )
}

/** Converts what came into what is sent (not under `strict`), then judges all of it. */
export function checkInput(model: ModelFile, compiled: Value, given: unknown, strict: boolean): InputCheck {
  const notes: ConversionNotes = { warnings: [], problems: [], writtenAs: new Map() }
  const sent = strict ? given : compiled.convert(given, [], notes)
  const parsed = compiled.schema.safeParse(sent, { reportInput: true })
  const faulty = parsed.success ? [] : parsed.error.issues.flatMap((issue) => explainIssue(compiled, issue))
  const complete = parsed.success ? parsed.data : isRecord(sent) ? { ...defaultsOf(model), ...sent } : {}
  const input = isRecord(complete) ? complete : {}
  const located = [...faulty, ...judge(model.crossField, input)].map((problem) =>
    locateAsWritten(problem, notes.writtenAs),
  )
  const problems = [...notes.problems, ...located]
  if (problems.length > 0) {
    return { ok: false, errors: inQuestionOrder(problems, model).slice(0, MAX_ISSUES).map(renderProblem) }
  }
  return { ok: true, input, warnings: [...notes.warnings, ...deprecations(model, given)] }
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

function deprecations(model: ModelFile, given: unknown): InputWarning[] {
  if (!isRecord(given)) return []
  return model.params
    .filter((parameter) => parameter.deprecated === true && Object.hasOwn(given, parameter.name))
    .map(({ name }) => ({
      path: `input.${name}`,
      code: 'deprecatedParameter',
      message: `input.${name} is deprecated by KIE and may stop working.`,
    }))
}
