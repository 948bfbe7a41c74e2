import { describe, expect, test } from '@jest/globals'
import {
  decideRead,
  decideSubmit,
  isEnded,
  nextState,
  PLAIN_PACE,
  READ_CLASSES,
  REAL_TIMING,
  SUBMIT_CLASSES,
  type ReadOutcome,
} from '@kiln/lifecycle'
import * as fc from 'fast-check'
import { answer } from '../testing/answers.ts'
import { readRecordings } from '../testing/recordings.ts'
import { readTaskOrigin } from './origin.ts'
import { classifyRead } from './read.ts'
import { classifySubmit } from './submit.ts'

/** `KILN_PROPERTY_RUNS=50000` tries two hundred thousand damaged answers. */
const RUNS = { numRuns: Number(process.env['KILN_PROPERTY_RUNS'] ?? 300) }
const { tasks } = readRecordings()
const records = tasks.flatMap(({ createTask, pendingRecord, finalRecord }) =>
  [pendingRecord, finalRecord]
    .filter((body) => body !== null)
    .map((body) => ({ taskId: String(createTask.data.taskId), text: JSON.stringify(body) })),
)
const submissions = tasks.map(({ createTask }) => ({
  taskId: String(createTask.data.taskId),
  text: JSON.stringify(createTask),
}))

/** Cuts, repeats, and overwrites somewhere in the text. */
const scratch = fc.record({
  at: fc.nat(2_000),
  length: fc.nat(40),
  put: fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom('"', '{', '}', '\\', '\u0000', ',', 'null', '0'),
  ),
})
const scratched = (texts: readonly { taskId: string; text: string }[]) =>
  fc
    .tuple(fc.constantFrom(...texts), fc.array(scratch, { minLength: 1, maxLength: 3 }))
    .map(([original, scratches]) => ({
      taskId: original.taskId,
      text: scratches.reduce((text, { at, length, put }) => {
        const start = at % (text.length + 1)
        return text.slice(0, start) + put + text.slice(start + length)
      }, original.text),
    }))

/** One value of the record, at any depth, replaced by any JSON. */
const replaced = (texts: readonly { taskId: string; text: string }[]) =>
  fc
    .tuple(fc.constantFrom(...texts), fc.nat(), fc.jsonValue({ maxDepth: 3 }))
    .map(([original, pick, value]) => {
      const body = JSON.parse(original.text) as Record<string, unknown>
      const data = body.data as Record<string, unknown>
      const places = [body, data].flatMap((owner) => Object.keys(owner).map((key) => ({ owner, key })))
      const place = places[pick % places.length]
      if (place) place.owner[place.key] = value
      return { taskId: original.taskId, text: JSON.stringify(body) }
    })

const parse = (text: string): { code?: unknown; data?: Record<string, unknown> } | null => {
  try {
    return JSON.parse(text) as { code?: unknown; data?: Record<string, unknown> } | null
  } catch {
    return null
  }
}

/** What the watcher would write down: a move that the table has, and an end only on KIE's own verdict. */
function expectLegalMove(outcome: ReadOutcome): void {
  const since = { submittedAt: 0, limitAt: 600_000 }
  const job = { ...since, retriesLeft: 0, creditReturns: 0, resultlessReads: 0, pace: PLAIN_PACE }
  for (const state of ['running', 'late'] as const) {
    for (const now of [1_000, 599_000, 601_000, 2_000_000_000]) {
      const { event } = decideRead({ ...job, state }, outcome, now, REAL_TIMING, 0.5)
      if (event === null) continue
      const to = nextState(state, event, false)
      expect(to).not.toBeNull()
      if (isEnded(to!)) expect(outcome.class).toBe(to)
    }
  }
}

function expectHonestRead(taskId: string, text: string): void {
  const outcome = classifyRead(answer(200, text), taskId)
  expect(READ_CLASSES).toContain(outcome.class)
  readTaskOrigin(answer(200, text))
  expectLegalMove(outcome)
  if (outcome.class !== 'succeeded' && outcome.class !== 'failed') return
  const body = parse(text)
  expect([200, '200']).toContain(body?.code)
  expect(body?.data?.taskId).toBe(taskId)
  expect(body?.data?.state).toBe(outcome.class === 'succeeded' ? 'success' : 'fail')
  if (outcome.class !== 'succeeded') return
  expect(outcome.result.urls.length + (outcome.result.object === undefined ? 0 : 1)).toBeGreaterThan(0)
  for (const url of outcome.result.urls) expect(['http:', 'https:']).toContain(new URL(url).protocol)
}

function expectHonestSubmit(text: string): void {
  const outcome = classifySubmit(answer(200, text))
  expect(SUBMIT_CLASSES).toContain(outcome.class)
  const { event } = decideSubmit({ retriesLeft: 0 }, outcome, REAL_TIMING)
  expect(nextState('submitting', event, false)).not.toBeNull()
  const body = parse(text)
  if (outcome.class === 'accepted') expect(body?.data?.taskId).toBe(outcome.taskId)
  if (body === null) expect(outcome.class).toBe('unknown')
}

describe('recorded answers, damaged', () => {
  test('reads: never a throw, and a verdict only from a whole record of this task', () => {
    fc.assert(
      fc.property(scratched(records), ({ taskId, text }) => expectHonestRead(taskId, text)),
      RUNS,
    )
    fc.assert(
      fc.property(replaced(records), ({ taskId, text }) => expectHonestRead(taskId, text)),
      RUNS,
    )
  })

  test('submissions: never a throw, and accepted only with the task id that is in the text', () => {
    fc.assert(
      fc.property(scratched(submissions), ({ text }) => expectHonestSubmit(text)),
      RUNS,
    )
    fc.assert(
      fc.property(replaced(submissions), ({ text }) => expectHonestSubmit(text)),
      RUNS,
    )
  })

  test('cut anywhere, no submission is decided and no read is a verdict', () => {
    for (const { taskId, text } of [...submissions.slice(0, 2), ...records.slice(0, 2)]) {
      for (let length = 0; length < text.length; length += 1) {
        const cut = answer(200, text.slice(0, length))
        expect(classifySubmit(cut).class).toBe('unknown')
        expect(classifyRead(cut, taskId).class).toBe('unreadable')
      }
    }
  })
})

describe('garbage', () => {
  const body = fc.oneof(fc.string({ maxLength: 200 }), fc.json(), fc.constant(null))

  test('is never accepted and never a verdict, under any HTTP status', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), body, (status, text) => {
        const exchange = answer(status, text)
        expect(['unknown', 'edge']).toContain(classifySubmit(exchange).class)
        expect(['unreadable', 'rateLimited']).toContain(classifyRead(exchange, 't').class)
        expect(readTaskOrigin(exchange)).toBeNull()
      }),
      RUNS,
    )
  })

  test('a million levels deep is survived', () => {
    for (const text of [
      '['.repeat(500_000) + ']'.repeat(500_000),
      `{"code":200,"data":${'['.repeat(300_000)}${']'.repeat(300_000)}}`,
    ]) {
      expect(classifySubmit(answer(200, text)).class).toBe('unknown')
      expect(classifyRead(answer(200, text), 't').class).toBe('unreadable')
    }
  })
})
