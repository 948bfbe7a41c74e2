import { describe, expect, test } from '@jest/globals'
import { modelListSchema, modelSchema } from '@kiln/contract'
import { useTestApi } from '../testing/use-test-api.ts'

const suite = useTestApi()

async function list(query: string) {
  const answer = await suite.kiln.call(`/v1/models${query}`)
  return modelListSchema.parse(answer.json()).models
}

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

  test('lists what fits the filters, always in the same order', async () => {
    const all = await list('')
    expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).toSorted())
    const google = await list('?vendor=google&status=active')
    expect(google.map(({ id }) => id)).toContain('nano-banana-2')
    expect(google).toEqual(all.filter(({ vendor, status }) => vendor === 'Google' && status === 'active'))
    expect((await list('?q=SORA2')).map(({ id }) => id)).toContain('sora-2-image-to-video')
    expect(await list('?type=TTS&status=Active')).toEqual(await list('?type=tts&status=active'))
    expect(await list('?type=tts')).toEqual(
      all.filter((model) => [model.type, ...model.alsoTypes].includes('tts')),
    )
    expect((await list('?q=topaz%20image%20upscaler')).map(({ id }) => id)).toContain('topaz/image-upscale')
    const cheap = await list('?maxCredits=8')
    expect(cheap.map(({ id }) => id)).toContain('nano-banana-2')
    for (const { credits } of cheap) expect(credits).toMatchObject({ max: expect.any(Number) })
    expect(await list('?q=no-such-thing')).toEqual([])
    expect(await list('?type=&q=')).toEqual(all)
  })

  test.each([
    'status=gone',
    'type=picture',
    'maxCredits=-1',
    'maxCredits=much',
    'maxCredits=%20',
    'maxCredits=0x10',
    'vendr=Google',
    'q=a&q=b',
  ])('refuses ?%s and says where', async (query) => {
    const answer = await suite.kiln.call(`/v1/models?${query}`)
    expect(answer.statusCode).toBe(422)
    expect(answer.json().errors[0].path).toBe(query.split('=')[0])
  })

  test('finds a model under its other names', async () => {
    const answer = await suite.kiln.call('/v1/models/topaz/upscale')
    expect(answer.json().id).toBe('topaz/image-upscale')
  })

  test('tells what KIE wants beside the input, and of a price how many units are free', async () => {
    const motion = (await suite.kiln.call('/v1/models/kling-3.0/motion-control')).json()
    expect(motion.requires).toEqual(['callBackUrl'])
    const { models } = (await suite.kiln.call('/v1/models')).json()
    expect(models.find(({ id }: { id: string }) => id === motion.id).requires).toEqual(['callBackUrl'])
    const { prices } = (await suite.kiln.call('/v1/models/minimax-h3/reference-to-video')).json()
    expect(prices).toContainEqual(expect.objectContaining({ quantity: 'reference_image_urls', beyond: 5 }))
  })

  test('tells how to ask a person, also for each item of a list', async () => {
    const { questions } = (await suite.kiln.call('/v1/models/elevenlabs/text-to-dialogue-v3')).json()
    expect(questions[0]).toMatchObject({
      parameter: 'dialogue',
      labels: { en: 'Dialogue', ru: 'Диалог', zh: '对话' },
      limits: { minItems: 1 },
      fields: [{ parameter: 'text', required: true }, { parameter: 'voice' }],
    })
  })

  test('describes a model by its JSON Schema, questions and prices', async () => {
    const model = (await suite.kiln.call('/v1/models/nano-banana-2')).json()
    expect(model.schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: { prompt: {} },
    })
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
