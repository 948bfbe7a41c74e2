import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { kindOf, nameOf, type Manifest } from './kinds.ts'

const HERE = fileURLToPath(new URL('..', import.meta.url))

/**
 * A schema lets a field pass that it does not know; a type does not. So each manifest is written down
 * as a literal of its type, and compiled.
 */
export function faultsOfTypes(manifests: readonly Manifest[]): string[] {
  const folder = mkdtempSync(`${HERE}.manifests-`)
  try {
    const files = manifests.flatMap((manifest, i) => {
      const kind = kindOf(manifest)
      if (kind === undefined) return []
      const { file: _, ...data } = manifest
      const path = `${folder}/manifest-${i}.ts`
      const text = `// ${nameOf(manifest)}\nimport type { ${kind.type} } from '${kind.from}'\nexport const manifest: ${kind.type} = ${JSON.stringify(data, null, 2)}\n`
      writeFileSync(path, text)
      return [path]
    })
    const options = [
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--ignoreConfig',
      '--module',
      'nodenext',
      '--types',
      'node',
    ]
    const { status, stdout } = spawnSync('node_modules/.bin/tsc', [...options, ...files], {
      cwd: HERE,
      encoding: 'utf8',
    })
    return status === 0 ? [] : [withNames(stdout, manifests)]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const withNames = (output: string, manifests: readonly Manifest[]) =>
  output.replaceAll(/^\S*manifest-(\d+)\.ts/gm, (_, i: string) => nameOf(manifests[Number(i)]!))
