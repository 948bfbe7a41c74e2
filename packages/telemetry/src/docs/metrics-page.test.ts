import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { METRICS } from '../metrics/table.ts'
import { renderMetricsMarkdown } from './metrics-page.ts'

const page = new URL('../../../../docs/metrics.md', import.meta.url)

describe('docs/metrics.md', () => {
  test('is what the table of metrics says; `pnpm --filter @kiln/telemetry docs` writes it anew', () => {
    expect(readFileSync(page, 'utf8')).toBe(renderMetricsMarkdown())
  })

  test.each(Object.entries(METRICS))('has one row for %s', (name, { help }) => {
    const rows = renderMetricsMarkdown().match(new RegExp(`^\\| \`${name}\` .*$`, 'gm'))
    expect(rows).toEqual([expect.stringContaining(help)])
    expect(help).not.toMatch(/[|\n]/)
  })
})
