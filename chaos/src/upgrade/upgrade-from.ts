import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { REPOSITORY_ROOT } from '@kiln/local'
import type { UpgradePlan } from '../read-arguments.ts'
import { buildRelease, newestTag } from './build-release.ts'
import { runUpgrade, type UpgradeOutcome } from './run-upgrade.ts'

const MOST_SHOWN = 12

/** The whole command; whether nothing was found. */
export async function upgradeFrom({ from, minutes, seed }: UpgradePlan): Promise<boolean> {
  const revision = from ?? (await newestTag())
  if (revision === null) {
    tell('Say which release to upgrade from, as nothing is tagged: pnpm chaos upgrade --from <revision>')
    return false
  }
  tell(`building ${revision}`)
  const old = await buildRelease(revision)
  try {
    tell(`${old.name} is built; ${minutes} minutes of load`)
    const roots = { old: old.root, new: REPOSITORY_ROOT }
    const startedMs = performance.now()
    const outcome = await runUpgrade({ roots, seed, minutes }, tell)
    await describe(outcome, old.name, (performance.now() - startedMs) / 1_000)
    return outcome.findings.length === 0
  } finally {
    await old.remove()
  }
}

async function describe(outcome: UpgradeOutcome, old: string, seconds: number): Promise<void> {
  const { findings, lines, ...counts } = outcome
  const figures = Object.entries(counts).map(([name, count]) => `${name} ${count}`)
  process.stdout.write(
    `upgrade from ${old}: ${figures.join(', ')}, found ${findings.length}, ${seconds.toFixed(0)} s\n`,
  )
  if (findings.length === 0) return
  for (const { check, job, words } of findings.slice(0, MOST_SHOWN)) tell(`  ${check}: ${job ?? ''} ${words}`)
  if (findings.length > MOST_SHOWN) tell(`  and ${findings.length - MOST_SHOWN} more`)
  const path = join(await mkdtemp(join(tmpdir(), 'kiln-chaos-')), 'kiln.log')
  await writeFile(path, lines.join('\n'))
  tell(`  what the processes wrote: ${path}`)
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`)
}
