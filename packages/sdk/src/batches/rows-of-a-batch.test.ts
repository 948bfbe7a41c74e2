import { EventEmitter, once } from 'node:events'
import { describe, expect, test } from '@jest/globals'
import { lines, type Step } from '../testing/scripted-server.ts'
import { collect, problemIn, useScriptedKiln } from '../testing/use-scripted-kiln.ts'

const kilnAgainst = useScriptedKiln()

const ROWS = Array.from({ length: 40 }, (_, at) => ({
  line: at + 1,
  customId: `c${at}`,
  text: 'é'.repeat(at),
}))

const cursorOf = (url: string) => Number(new URL(url, 'http://x').searchParams.get('cursor') ?? 0)

/** One row, and the beginning of the next. */
const oneRow: Step = (response, request) => {
  const from = cursorOf(request.url!)
  const rest = ROWS.slice(from, 8)
  const [first] = rest
  lines(rest, rest.length > 1 ? JSON.stringify(first).length + 3 : undefined)(response, request)
}

describe('results', () => {
  test.each([0, 5, 100, 457, 1_200])(
    'after a connection cut at byte %d are each there exactly once',
    async (cutAt) => {
      const all = ROWS
      const goOn: Step = (response, request) => lines(all.slice(cursorOf(request.url!)))(response, request)
      const { kiln, seen } = await kilnAgainst([lines(all, cutAt), goOn])
      expect(await collect(kiln.results('batch_1'))).toEqual(all)
      expect(seen).toHaveLength(2)
    },
  )

  test('survive a cut again and again as long as rows come', async () => {
    const { kiln, seen } = await kilnAgainst([oneRow])
    expect(await collect(kiln.errors('batch_1'))).toHaveLength(8)
    expect(seen).toHaveLength(8)
  })

  test('end with a problem when nothing comes for longer than patience', async () => {
    const { kiln } = await kilnAgainst([lines(ROWS, 3)], { waitingPatienceMs: 30 })
    expect(await problemIn(collect(kiln.results('batch_1')))).toMatchObject({ code: 'unreachable' })
  })

  test('go on behind a cursor, and only those of a state', async () => {
    const { kiln, seen } = await kilnAgainst([lines([])])
    await collect(kiln.results('batch_1', { cursor: 7, state: 'failed' }))
    expect(seen[0]!.url).toBe('/v1/batches/batch_1/results?state=failed&cursor=7')
  })

  test('whose reader stops early close the connection', async () => {
    const closed = new EventEmitter()
    const endless: Step = (response) => {
      response.on('close', () => closed.emit('close'))
      response.writeHead(200).write(`${JSON.stringify(ROWS[0])}\n`)
    }
    const { kiln } = await kilnAgainst([endless])
    const isClosed = once(closed, 'close')
    for await (const row of kiln.results('batch_1')) {
      expect(row).toEqual(ROWS[0])
      break
    }
    await isClosed
  })
})
