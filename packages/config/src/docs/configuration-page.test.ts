import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { VARIABLES, type Variable } from '../variables.ts'
import { renderConfigurationMarkdown } from './configuration-page.ts'

const page = new URL('../../../../docs/configuration.md', import.meta.url)
const all: [string, Variable][] = Object.entries(VARIABLES)

describe('docs/configuration.md', () => {
  test('is what the table of variables says; `pnpm --filter @kiln/config docs` writes it anew', () => {
    expect(readFileSync(page, 'utf8')).toBe(renderConfigurationMarkdown())
  })

  test.each(all)('has one row for %s, with its default', (name, variable) => {
    const rows = renderConfigurationMarkdown().match(new RegExp(`^\\| \`${name}\` .*$`, 'gm'))
    expect(rows).toEqual([expect.stringContaining(variable.default ?? variable.found ?? 'none')])
  })

  test.each(all)('keeps its table whole: no text of %s holds a bar or a line break', (_, variable) => {
    expect(`${variable.accepts} ${variable.doc} ${variable.default}`).not.toMatch(/[|\n]/)
  })
})

test.each(all.filter(([, variable]) => variable.default !== null))(
  'the default of %s is acceptable',
  (_, variable) => {
    expect(variable.schema.safeParse(variable.default).success).toBe(true)
  },
)
