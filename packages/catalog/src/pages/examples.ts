import { loadModels } from '../compiled-models.ts'
import { exampleInput } from './example-input.ts'

/** One job for each model that can be sent: the least that it takes. */
export function exampleJobs(): { model: string; input: Record<string, unknown> }[] {
  const models = loadModels().filter(({ status }) => status !== 'placeholder')
  return models.map((model) => ({ model: model.id, input: exampleInput(model) }))
}
