import { writeFileSync } from 'node:fs'
import { FILES } from './dashboards.ts'

for (const { url, text } of FILES) writeFileSync(url, text)
