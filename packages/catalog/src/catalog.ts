import { checkInput, compileModel, type CompiledModel, type InputCheck } from './check-input.ts'
import { loadModels } from './compiled-models.ts'
import { describeModel, summarise } from './describe.ts'
import { findModels } from './find-models.ts'
import type { ModelFile } from './model-file.ts'
import { buildNearest } from './nearest-models.ts'
import type { Catalog, CheckResult, InputIssue } from './results.ts'
import type { UnknownParameters } from './values/value.ts'
import { echo } from './characters.ts'

/** Reads all models at once; a model is compiled when it is first asked for. */
export function loadCatalog(): Catalog {
  return buildCatalog(loadModels())
}

export function buildCatalog(models: readonly ModelFile[]): Catalog {
  const byName = indexByName(models)
  const compiledOf = compileOnce()
  const nearest = buildNearest(models)
  const summaries = models.map(summarise)
  return {
    check(name, input, { strict = false, unknown = 'refused', hasCallback = true } = {}) {
      const model = byName.get(name)
      if (model === undefined) return refusal(unknownModel(name, nearest(name)))
      if (strict && model.id !== name) return refusal(unknownModel(name, [model.id]))
      if (model.status === 'placeholder') return refusal(placeholder(model))
      const compiled = compiledOf(model, strict ? 'refused' : unknown)
      const checked = checkInput(compiled, input, strict)
      return accept(compiled, hasCallback ? checked : demandCallback(model, checked))
    },
    list: (filter = {}) => findModels(summaries, filter),
    describe(name) {
      const model = byName.get(name)
      return model === undefined ? null : describeModel(model, compiledOf(model, 'refused').input)
    },
    dearestPrice(name) {
      const credits = (byName.get(name)?.pricing ?? []).map((row) => row.credits)
      return credits.length === 0 ? null : Math.max(...credits)
    },
    nearest,
  }
}

/** A model is compiled when it is first asked for, and again when unknown parameters are to pass. */
function compileOnce(): (model: ModelFile, unknown: UnknownParameters) => CompiledModel {
  const compiled = { refused: new Map<string, CompiledModel>(), passed: new Map<string, CompiledModel>() }
  return (model, unknown) => {
    const known = compiled[unknown].get(model.id)
    if (known !== undefined) return known
    const made = compileModel(model, unknown)
    compiled[unknown].set(model.id, made)
    return made
  }
}

/** Nothing in a job can mend this, so it is told beside whatever else is wrong. */
function demandCallback(model: ModelFile, checked: InputCheck): InputCheck {
  if (!model.requires.includes('callBackUrl')) return checked
  const hint = 'Set KIE_CALLBACK_URL to a URL under which KIE reaches this API.'
  const issue: InputIssue = {
    path: 'model',
    code: 'callbackNeeded',
    message: `model ${model.id} runs only with a callback URL, and none is configured. ${hint}`,
    expected: 'a configured callback URL',
    hint,
  }
  return { ok: false, errors: [issue, ...(checked.ok ? [] : checked.errors)] }
}

function indexByName(models: readonly ModelFile[]): ReadonlyMap<string, ModelFile> {
  const byName = new Map<string, ModelFile>()
  for (const model of models) {
    for (const name of [model.id, ...model.aliases]) {
      const other = byName.get(name)
      if (other !== undefined) throw new Error(`two models answer to "${name}": ${other.id} and ${model.id}`)
      byName.set(name, model)
    }
  }
  return byName
}

function accept({ model, price, ofStatus }: CompiledModel, checked: InputCheck): CheckResult {
  if (!checked.ok) return checked
  return {
    ok: true,
    modelId: model.id,
    type: model.type,
    input: checked.input,
    quote: price(checked.input),
    warnings: ofStatus.length === 0 ? checked.warnings : [...ofStatus, ...checked.warnings],
  }
}

function refusal(issue: InputIssue): CheckResult {
  return { ok: false, errors: [issue] }
}

function unknownModel(name: string, near: readonly string[]): InputIssue {
  const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'GET /v1/models lists every id.'
  const message = `model must be the id of a model in the catalogue, got ${echo(name)}. ${hint}`
  return {
    path: 'model',
    code: 'unknownModel',
    message,
    expected: 'the id of a model in the catalogue',
    hint,
  }
}

function placeholder({ id, resolvesTo }: ModelFile): InputIssue {
  const hint =
    resolvesTo.length > 0
      ? `Name one of its models: ${resolvesTo.join(', ')}.`
      : 'GET /v1/models lists every id.'
  const message = `model must be one that KIE runs, got ${id}, which names a family. ${hint}`
  return { path: 'model', code: 'placeholderModel', message, expected: 'a model that KIE runs', hint }
}
