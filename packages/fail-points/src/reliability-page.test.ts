import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { FAIL_POINTS } from './points.ts'

const page = readFileSync(new URL('../../../docs/reliability.md', import.meta.url), 'utf8')
// Two cells: the tables of figures begin with points, too.
const ROW = /^\| `([a-z]+\.[a-z]+)`\s*\| ([^|]+?)\s*\|$/gm

test('docs/reliability.md lists every fail point, and says what a death there leaves', () => {
  const rows = [...page.matchAll(ROW)].map(([, point, leaves]) => [point, leaves])
  expect(rows).toEqual(Object.entries(FAIL_POINTS).map(([point, { leaves }]) => [point, leaves]))
})
