import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { runSession, startSession, type Session } from './session/flow.ts'
import { failuresOf, SMALL_DAY } from './session/kinds.ts'
import { renderPage } from './session/page.ts'
import { renderPicture } from './session/picture.ts'
import { settled, shapeOf } from './session/settled.ts'
import type { Stack } from './stack.ts'

const committed = (name: string) => readFileSync(new URL(`../docs/${name}`, import.meta.url), 'utf8')

/** The commands of a picture. */
const typed = (picture: string) => picture.match(/\$ kiln [^<]*/g)

let stack: Stack
let session: Session
beforeAll(async () => {
  stack = await startSession(SMALL_DAY)
  session = await runSession(stack, SMALL_DAY)
}, 240_000)
afterAll(() => stack.stop(), 30_000)

const stepWith = (part: string) => session.steps.find(({ command }) => command.includes(part))!

test('the page of the session is what its commands write now, but for how many jobs there are', () => {
  const page = renderPage(settled(session.steps), { failures: failuresOf(SMALL_DAY) })
  expect(shapeOf(page)).toBe(shapeOf(committed('operator-session.md')))
})

test('the picture shows the commands of the page', () => {
  expect(typed(committed('operator-session.svg'))).toEqual(typed(renderPicture(settled(session.steps))))
})

test('what KIE repaired is run again, and what it refuses stops the canary', () => {
  expect(stepWith('--canary 5')).toMatchObject({ exit: 0, output: expect.stringContaining('20  succeeded') })
  expect(stepWith('--canary 3')).toMatchObject({
    exit: 1,
    output: expect.stringContaining('12  not looked at'),
  })
})
