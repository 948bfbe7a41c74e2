import { build, type Plugin } from 'esbuild'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { REPOSITORY_ROOT } from '../repository-root.ts'
import { BUNDLE_FOLDER, BUNDLED, bundleFile } from './bundled-programs.ts'

/**
 * Makes one file of each program that the tests start: reading some 1,500 modules is four fifths of what
 * a start costs. It is made of what was built, so that what tsc wrote is what runs.
 */
export async function bundlePrograms(): Promise<void> {
  if (await isUpToDate()) return
  await mkdir(BUNDLE_FOLDER, { recursive: true })
  const folder = await mkdtemp(join(BUNDLE_FOLDER, 'new-'))
  try {
    await build({
      entryPoints: [...BUNDLED].map(([path, name]) => ({ in: builtFile(path), out: name })),
      outdir: folder,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      outExtension: { '.js': '.mjs' },
      plugins: [keepPlaces],
      banner: { js: REQUIRE },
      logLevel: 'warning',
    })
    // Renamed, so that a process that starts at this moment reads the old one or the new one.
    for (const name of BUNDLED.values()) await rename(join(folder, `${name}.mjs`), bundleFile(name))
  } finally {
    await rm(folder, { recursive: true })
  }
}

const builtFile = (path: string) =>
  resolve(REPOSITORY_ROOT, path.replace('/src/', '/dist/').replace(/\.ts$/, '.js'))

/** For the CommonJS packages among them, which require what is Node's. */
const REQUIRE = `import { createRequire as requireOfBundle } from 'node:module'
const require = requireOfBundle(import.meta.url)`

/** Modules that look for files beside themselves find them where they stood before. */
const keepPlaces: Plugin = {
  name: 'keep places',
  setup(bundler) {
    bundler.onLoad({ filter: /\/(?:apps|packages)\/[^/]+\/dist\/.+\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8'))
        .replaceAll('createRequire(import.meta.url)(', 'require(')
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
    }))
    bundler.onLoad({ filter: /\/node_modules\/.+\.c?js$/ }, async ({ path }) => {
      const contents = await readFile(path, 'utf8')
      if (!/\b__(?:dirname|filename)\b/.test(contents)) return undefined
      const [folder, file] = [dirname(path), path].map((each) => JSON.stringify(each))
      return { contents: `var __dirname = ${folder}, __filename = ${file};${contents}` }
    })
  },
}

/** Whether every bundle is younger than what was built, what is installed, and this file. */
async function isUpToDate(): Promise<boolean> {
  const bundles = await Promise.all([...BUNDLED.values()].map((name) => changedMs(bundleFile(name))))
  const folders = await Promise.all(['apps', 'packages'].map(foldersIn))
  const sources = [
    ...folders.flat().map((folder) => join(folder, 'dist/.tsbuildinfo')),
    resolve(REPOSITORY_ROOT, 'pnpm-lock.yaml'),
    fileURLToPath(import.meta.url),
  ]
  return Math.min(...bundles) > Math.max(...(await Promise.all(sources.map(changedMs))))
}

async function foldersIn(name: string): Promise<string[]> {
  const folder = resolve(REPOSITORY_ROOT, name)
  return (await readdir(folder)).map((entry) => join(folder, entry))
}

/** 0 for a file that is not there. */
async function changedMs(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )
}
