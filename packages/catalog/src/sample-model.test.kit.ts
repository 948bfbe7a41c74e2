import { buildCatalog } from './catalog.ts'
import { type ModelFile, modelFileSchema, type WrittenModel } from './model-file.ts'
import type { Catalog, CheckResult } from './results.ts'

type WrittenParameter = WrittenModel['params'][number]
/** A parameter without its name, which is `it` in every sample. */
type Sample = WrittenParameter extends infer One ? (One extends unknown ? Omit<One, 'name'> : never) : never

export function sampleModel(parts: Partial<WrittenModel>): ModelFile {
  return modelFileSchema.parse({
    id: 'sample',
    title: 'Sample',
    vendor: 'None',
    family: 'Samples',
    type: 't2i',
    output: 'image',
    status: 'active',
    params: [],
    ...parts,
  })
}

export function catalogOf(parts: Partial<WrittenModel>): Catalog {
  return buildCatalog([sampleModel(parts)])
}

/** Checks one value as the only parameter of a model. */
export function tryValue(sample: Sample, value: unknown, options: { strict?: boolean } = {}): CheckResult {
  const parameter = { required: true, ...sample, name: 'it' } as WrittenParameter
  return catalogOf({ params: [parameter] }).check('sample', { it: value }, options)
}

/** The value that would be sent, or the codes of all errors. */
export function outcomeOf(sample: Sample, value: unknown, options: { strict?: boolean } = {}): unknown {
  const result = tryValue(sample, value, options)
  return result.ok ? { sent: result.input['it'] } : { refused: result.errors.map((error) => error.code) }
}
