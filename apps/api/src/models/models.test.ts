import { describe, expect, test } from '@jest/globals'
import { modelListSchema, modelSchema } from '@kiln/contract'
import { useTestApi } from '../testing/use-test-api.ts'

const suite = useTestApi()

describe('the catalogue', () => {
  test('lists every model, and describes each of them under its id', async () => {
    const { models } = modelListSchema.parse((await suite.kiln.call('/v1/models')).json())
    expect(models.length).toBeGreaterThan(0)
    for (const { id } of models) {
      const answer = await suite.kiln.call(`/v1/models/${id}`)
      expect(answer.statusCode).toBe(200)
      expect(modelSchema.parse(answer.json())).toEqual(answer.json())
      expect(answer.json().id).toBe(id)
    }
  })

  test('describes a model by its JSON Schema, questions and prices', async () => {
    const model = (await suite.kiln.call('/v1/models/nano-banana-2')).json()
    expect(model.schema).toMatchObject({ type: 'object', properties: { prompt: {} } })
    expect(model.questions[0]).toMatchObject({ parameter: 'prompt', required: true })
    expect(model.prices.length).toBeGreaterThan(0)
  })

  test.each(['nano-banana-22', 'no/such/model', '__proto__', '%00', ''])(
    'says that %j is not listed',
    async (id) => {
      const answer = await suite.kiln.call(`/v1/models/${id}`)
      expect(answer.statusCode).toBe(404)
      expect(answer.json().code).toBe('modelNotListed')
    },
  )

  test('names the ids that an unknown one may have meant', async () => {
    expect((await suite.kiln.call('/v1/models/nano-banana-22')).json().detail).toContain('nano-banana-2')
  })
})
