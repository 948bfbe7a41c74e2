import { MODEL_TYPE_NAMES } from '@kiln/catalog'
import { modelListQueryOf, modelListSchema, modelSchema } from '@kiln/contract'
import { isRedisAway, type JobLedger } from '@kiln/ledger'
import type { RunTimes } from '@kiln/lifecycle'
import { z } from 'zod'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendProblem } from '../problem/send-problem.ts'
import { speak } from '../speak.ts'
import { WORDS } from '../words/words.ts'
import { renderRunTimes } from './render-run-times.ts'

/** The catalogue is told without Redis too. */
async function runsOf(ledger: JobLedger, model: string): Promise<RunTimes | null> {
  try {
    return (await ledger.runTimes([model])).of(model)
  } catch (error) {
    if (isRedisAway(error)) return null
    throw error
  }
}

const config = { access: 'read' as const }

const listSchema = {
  summary: 'List the models',
  tags: ['Models'],
  querystring: modelListQueryOf(MODEL_TYPE_NAMES),
  response: { 200: modelListSchema, ...problemResponses('validation') },
}

const showSchema = {
  summary: 'Describe a model',
  description:
    'JSON Schema 2020-12 of its input, what to ask a person and in which order, with labels in every language, ' +
    'defaults, prices, warnings, and how long its runs took.',
  tags: ['Models'],
  params: z.object({ '*': z.string().describe('A model id or alias; it may hold slashes.') }),
  response: { 200: modelSchema, ...problemResponses('modelNotListed') },
}

export function models(api: Api, { catalog, ledger }: ApiDeps): void {
  api.get('/v1/models', { config, schema: listSchema }, (request) => ({
    models: catalog.list(request.query),
  }))
  api.get('/v1/models/*', { config, schema: showSchema }, async (request, reply) => {
    const id = request.params['*']
    const language = speak(reply)
    const model = catalog.describe(id, language)
    if (model !== null) {
      const runs = await runsOf(ledger, model.id)
      return { ...model, runTimes: renderRunTimes(runs, model.typicalSeconds) }
    }
    const near = catalog.nearest(id)
    return sendProblem(
      reply,
      'modelNotListed',
      near.length > 0 ? WORDS[language].didYouMean(near) : undefined,
    )
  })
}
