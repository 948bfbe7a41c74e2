import { writeFileSync } from 'node:fs'
import { renderCliPage } from './page.ts'

writeFileSync(new URL('../../../../docs/cli.md', import.meta.url), renderCliPage())
