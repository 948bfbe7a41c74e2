import { describe, expect, test } from '@jest/globals'
import { run, submitted } from '../testing/drive-job.ts'
import { useTestApi } from '../testing/use-test-api.ts'

const suite = useTestApi()

const ask = (path: 'pause' | 'resume', payload: unknown = { scope: 'submit' }) =>
  suite.kiln.call(`/v1/system/${path}`, { method: 'POST', payload })
const shown = async (id: string) => (await suite.kiln.call(`/v1/jobs/${id}`)).json()

describe('pausing submissions', () => {
  test('holds the jobs that wait, says who did it, and lets them go when resumed', async () => {
    const { id } = await submitted(suite.kiln)
    const paused = await ask('pause')
    expect(paused.statusCode).toBe(200)
    expect(paused.json()).toEqual({
      scope: 'submit',
      paused: true,
      detail: 'paused by local',
      since: expect.any(String),
    })
    expect((await ask('pause')).json()).toEqual(paused.json())
    expect(await shown(id)).toMatchObject({
      state: 'queued',
      waitingFor: { gate: 'paused', detail: 'paused by local', until: null },
    })
    const { body: figures } = await suite.kiln.call('/metrics')
    expect(figures).toMatch(/^kiln_gate_open\{gate="paused"\} 0$/m)

    const feedsBefore = suite.kiln.feedsRequested()
    const resumed = await ask('resume')
    expect(resumed.json()).toEqual({ scope: 'submit', paused: false, missingIntents: 0 })
    expect(suite.kiln.feedsRequested()).toBe(feedsBefore + 1)
    await run(suite.kiln.ledger, id)
    expect(await shown(id)).toMatchObject({ state: 'running' })
    for (const event of ['submissionsPaused', 'submissionsResumed']) {
      expect(suite.kiln.logged()).toMatch(new RegExp(`"event":"${event}".*"by":"local"`))
    }
  })

  test('says who did it in the language of whoever asks', async () => {
    const { id } = await submitted(suite.kiln)
    await ask('pause')
    const inRussian = (url: string) => suite.kiln.call(url, { headers: { 'accept-language': 'ru' } })
    const job = (await inRussian(`/v1/jobs/${id}`)).json()
    const system = await inRussian('/v1/system')
    await ask('resume')
    expect(job.waitingFor.detail).toBe('Отправка приостановлена: по решению local')
    expect(system.json().gates).toMatchObject([{ gate: 'paused', detail: 'по решению local' }])
    expect(system.headers['content-language']).toBe('ru')
  })

  test('of a single model holds its jobs alone, under whatever name it was given', async () => {
    const { id } = await submitted(suite.kiln)
    const { model } = await shown(id)
    const paused = await ask('pause', { scope: `model:${model}` })
    expect(paused.json()).toMatchObject({ scope: `model:${model}`, paused: true, detail: 'paused by local' })
    expect(await shown(id)).toMatchObject({ waitingFor: { gate: 'paused', detail: 'paused by local' } })
    expect((await suite.kiln.ledger.figures()).closedGates).toMatchObject([{ gate: `paused:${model}` }])
    expect((await ask('resume', { scope: `model:${model}` })).json()).toMatchObject({ paused: false })
    expect((await suite.kiln.ledger.figures()).closedGates).toEqual([])
  })

  test('of a model that is none, or of nothing, is refused with what there is', async () => {
    for (const path of ['pause', 'resume'] as const) {
      const unknown = await ask(path, { scope: 'model:no-such-model' })
      expect(unknown.statusCode).toBe(404)
      expect(unknown.json()).toMatchObject({ code: 'modelNotListed' })
      for (const scope of ['everything', 'model:', 'model:a b', undefined]) {
        const answer = await ask(path, { scope })
        expect(answer.statusCode).toBe(422)
        expect(answer.json().errors).toMatchObject([{ path: 'scope' }])
      }
    }
  })

  test('is resumed after a rollback, and tells how much was given up', async () => {
    const { ledger, redis } = suite.kiln
    const { id } = await submitted(suite.kiln)
    await run(ledger, id)
    const [key] = await redis.keys('*:ledger')
    await redis.hset(key!, 'intents', 0)
    await ledger.feed()
    expect((await ask('pause')).json().detail).toMatch(/^rolledBack: /)
    expect((await ask('resume')).json().missingIntents).toBeGreaterThan(0)
    await ledger.feed()
    expect((await ledger.figures()).closedGates).toEqual([])
  })
})
