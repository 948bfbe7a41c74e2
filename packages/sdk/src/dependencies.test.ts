import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'

const here = new URL('.', import.meta.url)
const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('testing/'),
)

test('the SDK loads nothing but itself: what it takes of other packages is types', () => {
  const loaded = files.flatMap((name) =>
    [
      ...readFileSync(new URL(name, here), 'utf8').matchAll(
        /^(import|export)( type)? [^;]*? from '([^']+)'/gm,
      ),
    ]
      .filter(([, , isType, from]) => isType === undefined && !from!.startsWith('.'))
      .map(([, , , from]) => `${name}: ${from}`),
  )
  expect(files.length).toBeGreaterThan(10)
  expect(loaded).toEqual([])
})
