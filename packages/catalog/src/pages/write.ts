import { writeFileSync } from 'node:fs'
import { COMPILED, renderModels } from '../compiled-models.ts'
import { readModels } from '../read-models.ts'

writeFileSync(COMPILED, renderModels(readModels()))
