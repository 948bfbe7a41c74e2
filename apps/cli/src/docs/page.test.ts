import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { renderCliPage } from './page.ts'

test('docs/cli.md is what the commands say of themselves; `pnpm pages` writes it anew', () => {
  const page = new URL('../../../../docs/cli.md', import.meta.url)
  expect(readFileSync(page, 'utf8')).toBe(renderCliPage())
})
