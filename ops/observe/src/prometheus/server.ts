import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findFreePort, makeTemporaryFolder, startProcess } from '@kiln/local'
import { scaleRules, type Thresholds } from './scale-rules.ts'

interface Target {
  job: 'kiln-api' | 'kiln-worker'
  addresses: readonly string[]
}

export interface PrometheusPlan {
  targets: readonly Target[]
  /** How much faster than in the world the rules look. */
  rulesSpeed: number
  thresholds: Thresholds
}

const RULES = new URL('../../../prometheus/rules/kiln.yml', import.meta.url)

/** Debian's Prometheus on a free port, which scrapes every second and keeps nothing. */
export async function startPrometheus(plan: PrometheusPlan): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = await makeTemporaryFolder('kiln-prometheus-')
  const rules = scaleRules(await readFile(RULES, 'utf8'), plan.rulesSpeed, plan.thresholds)
  await writeFile(join(folder.path, 'rules.yml'), rules)
  await writeFile(join(folder.path, 'prometheus.yml'), configOf(plan))
  const address = `127.0.0.1:${await findFreePort()}`
  const server = await startProcess({
    name: 'prometheus',
    command: 'prometheus',
    args: [
      `--config.file=${join(folder.path, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder.path, 'data')}`,
      `--web.listen-address=${address}`,
      '--log.level=warn',
    ],
    env: { PATH: process.env['PATH'] ?? '' },
    readyWhen: { httpUrl: `http://${address}/-/ready` },
  })
  return {
    url: `http://${address}`,
    async stop() {
      await server.stop()
      await folder.remove()
    },
  }
}

/** JSON is YAML too. */
function configOf({ targets }: PrometheusPlan): string {
  return JSON.stringify({
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    rule_files: ['rules.yml'],
    scrape_configs: targets.map(({ job, addresses }) => ({
      job_name: job,
      static_configs: [{ targets: addresses }],
    })),
  })
}
