import { execFile } from 'node:child_process'
import { chown, mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { startProcess, type RunningProcess } from '@kiln/local'
import { askUntil } from './ask-until.ts'
import type { Service } from './files/compose.ts'
import { readImage, type Image, type Stage } from './files/dockerfile.ts'
import { inSandbox, NODE_FOLDER, type Bind, type Sandbox } from './sandbox/sandbox.ts'

/** Images of others say themselves who they run as; here anybody but root will do. */
const NOBODY = '65534:65534'

const PATH = `${NODE_FOLDER}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`

const READY_WITHIN_MS = 30_000
const HEALTH_EVERY_MS = 200

export interface Host {
  repository: string
  /** The root of the build stage, with what it made. */
  built: string
  stages: readonly Stage[]
  /** A folder for volumes and the mount points of roots. */
  folder: string
  nameServer: string
  onLine: (name: string, line: string) => void
}

export interface Container {
  service: Service
  address: string
  process: RunningProcess
  /** Runs something else in it, as `docker exec` does. */
  exec(argv: readonly string[]): Promise<{ code: number; output: string }>
}

/** Starts one replica of a service, and waits until its own health check is content. */
export async function startContainer(host: Host, service: Service, address: string): Promise<Container> {
  const image = service.target === null ? null : readImage(host.stages, service.target)
  const own = (text: string) => text.replaceAll(/0\.0\.0\.0|127\.0\.0\.1/g, address)
  const sandbox = await sandboxOf(host, service, image, address)
  const argv = [...(service.entrypoint ?? image?.argv ?? []), ...service.command].map(own)
  const given = Object.entries({ ...image?.env, ...service.env }).map(([key, value]) => [key, own(value)])
  const env = { PATH, ...(Object.fromEntries(given) as Record<string, string>) }
  const process = await startProcess({
    name: service.name,
    ...inSandbox(sandbox, argv),
    env,
    onLine: (line) => host.onLine(service.name, line),
    readyWhen: { line: () => ({}) },
  })
  const exec = (command: readonly string[]) => execIn(sandbox, env, command.map(own))
  const check = healthCommand(service, image)
  try {
    if (check !== null) await untilHealthy(service.name, process, () => exec(check))
  } catch (error) {
    await process.stop('SIGKILL')
    throw error
  }
  return { service, address, process, exec }
}

/** Runs the image's own command with further words, and waits for its end: `docker compose run`. */
export async function runOnce(
  host: Host,
  service: Service,
  address: string,
  argv: readonly string[],
): Promise<{ code: number; output: string }> {
  const image = service.target === null ? null : readImage(host.stages, service.target)
  const sandbox = await sandboxOf(host, service, image, address)
  return execIn(sandbox, { PATH, ...image?.env, ...service.env }, [...(image?.argv ?? []), ...argv])
}

async function sandboxOf(
  host: Host,
  service: Service,
  image: Image | null,
  address: string,
): Promise<Sandbox> {
  const root = join(host.folder, 'roots', `${service.name}-${address}`)
  await mkdir(root, { recursive: true })
  const user = image?.user ?? NOBODY
  // A volume hides what the image has at its place.
  const copies = (image?.copies ?? []).filter(
    ({ target }) => !service.mounts.some((m) => m.target === target),
  )
  return {
    root,
    nameServer: host.nameServer,
    binds: [
      ...copies.map(({ source, target }) => fromImage(host, source, target)),
      ...(await Promise.all(service.mounts.map((mount) => bindOf(host, mount, image, user)))),
    ],
    tmpfs: service.tmpfs,
    readOnly: service.readOnly,
    user,
    workdir: image?.workdir ?? '/',
  }
}

function fromImage(host: Host, source: string, target: string): Bind {
  return { source: join(host.built, source), target, writable: false, kind: 'folder' }
}

async function bindOf(
  host: Host,
  { source, target, writable }: Service['mounts'][number],
  image: Image | null,
  user: string,
): Promise<Bind> {
  if (source.startsWith('.')) {
    const path = join(host.repository, source)
    return { source: path, target, writable, kind: (await stat(path)).isDirectory() ? 'folder' : 'file' }
  }
  const path = join(host.folder, 'volumes', source)
  await mkdir(path, { recursive: true })
  // A new volume belongs to whom its folder in the image belongs; those of others fit their users.
  const owner = image === null ? user : image.copies.find((copy) => copy.target === target)?.owner
  const [uid = 0, gid = 0] = (owner ?? '0:0').split(':').map(Number)
  await chown(path, uid, gid)
  return { source: path, target, writable, kind: 'folder' }
}

function healthCommand(service: Service, image: Image | null): string[] | null {
  const [kind, ...rest] = service.healthcheck ?? ['CMD', ...(image?.healthcheck ?? [])]
  if (rest.length === 0) return null
  return kind === 'CMD-SHELL' ? ['sh', '-c', ...rest] : rest
}

async function untilHealthy(
  name: string,
  process: RunningProcess,
  check: () => Promise<{ code: number; output: string }>,
): Promise<void> {
  let ended = false
  void process.exited.then(() => (ended = true))
  const isOver = ({ code }: { code: number }) => code === 0 || ended
  const { code, output } = await askUntil(check, isOver, {
    withinMs: READY_WITHIN_MS,
    everyMs: HEALTH_EVERY_MS,
  })
  if (code !== 0) throw new Error(`${name} did not become healthy: ${output}\n${process.output()}`)
}

function execIn(
  sandbox: Sandbox,
  env: Record<string, string>,
  argv: readonly string[],
): Promise<{ code: number; output: string }> {
  // Its mounts are its own; only the folder they stand on is shared.
  const { command, args } = inSandbox(sandbox, argv)
  return new Promise((resolve) => {
    const child = execFile(command, args, { env }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? 1, output: `${stdout}${stderr}` }),
    )
  })
}
