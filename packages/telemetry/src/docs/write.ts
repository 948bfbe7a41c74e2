import { writeFileSync } from 'node:fs'
import { renderMetricsMarkdown } from './metrics-page.ts'

writeFileSync(new URL('../../../../docs/metrics.md', import.meta.url), renderMetricsMarkdown())
