import { fileURLToPath } from 'node:url'

/** The repository, seen from here: src/ and dist/ stand equally deep. */
export const REPOSITORY_ROOT = fileURLToPath(new URL('../../../', import.meta.url))
