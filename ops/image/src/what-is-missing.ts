import { spawnSync } from 'node:child_process'

export interface Machine {
  platform: string
  isRoot: boolean
  has: (program: string) => boolean
  /** Root within a container may lack the right. */
  mayMount: () => boolean
}

const PROGRAMS = ['redis-server', 'prometheus', 'unshare', 'setpriv', 'chroot']

/** Why nothing can be proved on this machine, and what mends it. */
export function whatIsMissing({ platform, isRoot, has, mayMount }: Machine): string[] {
  if (platform !== 'linux') return [`it needs Linux, and this is ${platform}`]
  if (!isRoot) return ['it makes roots and mounts of its own, so that it must run as root: sudo pnpm image']
  const programs = PROGRAMS.filter((program) => !has(program))
  return [
    ...(programs.length === 0
      ? []
      : [`${programs.join(', ')} not found; on Debian: bash tools/local/provide-tools.sh`]),
    ...(mayMount()
      ? []
      : ['root may not mount here; a container needs CAP_SYS_ADMIN for it, such as docker run --privileged']),
  ]
}

const succeeds = (command: string, ...args: string[]) => spawnSync(command, args).status === 0

export const THIS_MACHINE: Machine = {
  platform: process.platform,
  isRoot: process.getuid?.() === 0,
  has: (program) => succeeds('sh', '-c', 'command -v "$1"', 'sh', program),
  mayMount: () => succeeds('unshare', '--mount', 'mount', '-t', 'tmpfs', 'none', '/tmp'),
}
