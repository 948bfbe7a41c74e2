import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse, parseAllDocuments } from 'yaml'
import { faultsOfManifests } from './faults-of-manifests.ts'
import { faultsOfTypes } from './faults-of-types.ts'
import type { Manifest } from './kinds.ts'

const FOLDER = new URL('../kubernetes/', import.meta.url)
const KUSTOMIZATION = 'kustomization.yml'

const read = (name: string) => readFileSync(new URL(name, FOLDER), 'utf8')
const files = readdirSync(fileURLToPath(FOLDER)).filter((name) => name !== KUSTOMIZATION)
const manifests = files.flatMap((file) =>
  parseAllDocuments(read(file)).map(
    (document): Manifest => ({ file, ...(document.toJS() as object) }) as Manifest,
  ),
)
const { resources } = parse(read(KUSTOMIZATION)) as { resources: string[] }
const missing = resources
  .filter((name) => !files.includes(name))
  .map((name) => `${KUSTOMIZATION} names ${name}`)

const faults = [...missing, ...faultsOfManifests(manifests), ...faultsOfTypes(manifests)]
for (const fault of faults) process.stderr.write(`${fault}\n`)
if (faults.length > 0) process.exitCode = 1
else process.stdout.write(`${manifests.length} manifests are what Kubernetes' schemas say\n`)
