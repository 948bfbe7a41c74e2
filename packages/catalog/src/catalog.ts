import { checkInput, compileModel, type CompiledModel, type InputCheck } from './check-input.ts'
import { loadModels } from './compiled-models.ts'
import { describeModel, summarise } from './describe.ts'
import { tellFault, tellProblem, tellRemark } from './explain.ts'
import type { Fault, Problem } from './fault.ts'
import { findModels } from './find-models.ts'
import type { ModelFile } from './model-file.ts'
import { buildNearest } from './nearest-models.ts'
import type { Catalog, CheckResult, ModelSummary } from './results.ts'
import type { UnknownParameters } from './values/value.ts'
import { type Words, WORDS } from './words/words.ts'
import { echo } from './characters.ts'

/** Reads all models at once; a model is compiled, and the list made, when it is first asked for. */
export function loadCatalog(): Catalog {
  return buildCatalog(loadModels())
}

export function buildCatalog(models: readonly ModelFile[]): Catalog {
  const byName = indexByName(models)
  const compiledOf = compileOnce()
  const nearest = buildNearest(models)
  let summaries: readonly ModelSummary[] | null = null
  return {
    check(name, input, { strict = false, unknown = 'refused', hasCallback = true, language = 'en' } = {}) {
      const words = WORDS[language]
      const model = byName.get(name)
      if (model === undefined) return refusal(unknownModel(name, nearest(name)), words)
      if (strict && model.id !== name) return refusal(unknownModel(name, [model.id]), words)
      if (model.status === 'placeholder') return refusal(placeholder(model), words)
      const compiled = compiledOf(model, strict ? 'refused' : unknown)
      const checked = checkInput(compiled, input, strict)
      if (!hasCallback && model.requires.includes('callBackUrl')) {
        // Nothing in a job can mend this, so it is told beside whatever else is wrong.
        return refusal(callbackNeeded(model), words, checked.ok ? [] : checked.problems)
      }
      return checked.ok ? accept(compiled, checked, words) : refusal(null, words, checked.problems)
    },
    list: (filter = {}) => findModels((summaries ??= models.map(summarise)), filter),
    describe(name, language = 'en') {
      const model = byName.get(name)
      return model === undefined
        ? null
        : describeModel(model, compiledOf(model, 'refused').input, WORDS[language])
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

function accept(
  { model, price, ofStatus }: CompiledModel,
  { input, warnings }: Extract<InputCheck, { ok: true }>,
  words: Words,
): CheckResult {
  return {
    ok: true,
    modelId: model.id,
    type: model.type,
    input,
    quote: price(input),
    warnings: [...ofStatus, ...warnings].map((remark) => tellRemark(remark, words)),
  }
}

/** What is wrong with the model asked for, if anything, and with its input. */
function refusal(ofModel: Fault | null, words: Words, ofInput: readonly Problem[] = []): CheckResult {
  const errors = ofInput.map((problem) => tellProblem(problem, words))
  return { ok: false, errors: ofModel === null ? errors : [tellFault('model', ofModel, words), ...errors] }
}

function unknownModel(name: string, near: readonly string[]): Fault {
  return {
    code: 'unknownModel',
    says: ({ faults }, at) => faults.unknownModel(at, echo(name)),
    expected: ({ expected }) => expected.knownModel,
    hint: ({ hints }) => (near.length > 0 ? hints.didYouMean(near) : hints.everyId),
  }
}

function placeholder({ id, resolvesTo }: ModelFile): Fault {
  return {
    code: 'placeholderModel',
    says: ({ faults }, at) => faults.placeholderModel(at, id),
    expected: ({ expected }) => expected.runnableModel,
    hint: ({ hints }) => (resolvesTo.length > 0 ? hints.nameOneOf(resolvesTo) : hints.everyId),
  }
}

function callbackNeeded({ id }: ModelFile): Fault {
  return {
    code: 'callbackNeeded',
    says: ({ faults }, at) => faults.callbackNeeded(at, id),
    expected: ({ expected }) => expected.callbackUrl,
    hint: ({ hints }) => hints.setCallback,
  }
}
