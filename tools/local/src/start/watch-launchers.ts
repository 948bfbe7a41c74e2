import { readFileSync } from 'node:fs'

/**
 * `npx pnpm start` is a chain: npm, a shell, pnpm, a shell, we. A signal sent to npm alone ends
 * npm and its shell and is told to nobody else, so we would run on without anyone to stop us.
 * Hence we look, every now and then, whether the chain that launched us is still whole.
 */
export interface ProcessFacts {
  parent: number
  /** Its command line, parts joined by spaces. */
  command: string
}

type ReadProcess = (pid: number) => ProcessFacts | null

/** A process and the parent it had when we started. */
export interface Link {
  pid: number
  parent: number
}

const LOOK_EVERY_MS = 500
const PACKAGE_MANAGER = /(?:^|[\s/])(?:npm|npx|pnpm)(?:\.c?js)?(?:\s|$)/
const SHELL_COMMAND = /^(?:\S*\/)?(?:ba|da)?sh -c /

/** Calls `onDeath` once when a package manager that launched us is gone. Needs /proc; without it, never. */
export function watchLaunchers(onDeath: () => void): void {
  const links = linksToLaunchers(process.pid, readFromProc)
  if (links.length === 0) return
  const timer = setInterval(() => {
    if (isWhole(links, readFromProc)) return
    clearInterval(timer)
    onDeath()
  }, LOOK_EVERY_MS)
  timer.unref()
}

/**
 * From `pid` up to the outermost package manager. What lies beyond is not watched: a script that
 * starts kiln in the background and ends wants kiln to stay.
 */
export function linksToLaunchers(pid: number, read: ReadProcess): Link[] {
  const links: Link[] = []
  let upToLauncher = 0
  let current = pid
  for (;;) {
    const parent = read(current)?.parent ?? 0
    const command = read(parent)?.command ?? ''
    const isLauncher = PACKAGE_MANAGER.test(command) && !SHELL_COMMAND.test(command)
    if (!isLauncher && !SHELL_COMMAND.test(command)) return links.slice(0, upToLauncher)
    links.push({ pid: current, parent })
    if (isLauncher) upToLauncher = links.length
    current = parent
  }
}

/** An orphan gets another parent at once, even while its dead one still waits to be reaped. */
export function isWhole(links: readonly Link[], read: ReadProcess): boolean {
  return links.every(({ pid, parent }) => read(pid)?.parent === parent)
}

function readFromProc(pid: number): ProcessFacts | null {
  try {
    // "pid (name) state parent ...", and the name may hold anything.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    return { parent, command }
  } catch {
    return null
  }
}
