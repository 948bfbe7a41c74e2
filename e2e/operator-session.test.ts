import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { runSession, startSession, type Session } from './session/flow.ts'
import { FAILURES } from './session/kinds.ts'
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
  stack = await startSession()
  session = await runSession(stack)
}, 240_000)
afterAll(() => stack.stop(), 30_000)

const stepWith = (part: string) => session.steps.find(({ command }) => command.includes(part))!

test('the page of the session is what its commands write now', () => {
  const page = renderPage(settled(session.steps), { failures: FAILURES })
  expect(shapeOf(page)).toBe(shapeOf(committed('operator-session.md')))
})

test('the picture shows the commands of the page', () => {
  expect(typed(committed('operator-session.svg'))).toEqual(typed(renderPicture(settled(session.steps))))
})

test('what KIE repaired is run again, and what it refuses stops the canary', () => {
  expect(stepWith('--canary 5')).toMatchObject({ exit: 0, output: expect.stringContaining('160  succeeded') })
  expect(stepWith('--canary 3')).toMatchObject({
    exit: 1,
    output: expect.stringContaining('117  not looked at'),
  })
})
