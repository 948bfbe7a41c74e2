import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { ERRORS } from './errors.ts'
import { renderErrorsPage } from './errors-page.ts'

const page = new URL('../../../docs/errors.md', import.meta.url)

describe('docs/errors.md', () => {
  test('is what the error table says; `pnpm --filter @kiln/contract docs` writes it anew', () => {
    expect(readFileSync(page, 'utf8')).toBe(renderErrorsPage())
  })

  test.each(Object.entries(ERRORS))('has a row for %s, with its status', (code, { status }) => {
    expect(renderErrorsPage()).toMatch(new RegExp(`^\\| \`${code}\` +\\| ${status} +\\|`, 'm'))
  })

  test('keeps its table whole: no text holds a bar or a line break', () => {
    for (const row of Object.values(ERRORS)) {
      expect(`${row.title} ${row.advice}`).not.toMatch(/[|\n]/)
    }
  })
})
