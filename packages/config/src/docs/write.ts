import { writeFileSync } from 'node:fs'
import { renderConfigurationMarkdown } from './configuration-page.ts'

writeFileSync(new URL('../../../../docs/configuration.md', import.meta.url), renderConfigurationMarkdown())
