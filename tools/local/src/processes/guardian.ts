import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Socket } from 'node:net'

/**
 * Ends what this process started when it dies in a way that lets it clean up nothing:
 * kill -9, a crash, a test worker that is thrown away. A small shell waits on a pipe from
 * us; the kernel closes that pipe however we end, and then the shell ends every process
 * group and removes every folder it was told of and not told to forget.
 */
const SCRIPT = `
while read -r verb entry; do
  case $verb in
    watch) set -- "$@" "$entry" ;;
    forget) for e in "$@"; do shift; [ "$e" = "$entry" ] || set -- "$@" "$e"; done ;;
  esac
done
each() { signal=$1; shift; alive=1
  for e in "$@"; do case $e in group:*) kill -s "$signal" -- "-\${e#group:}" 2>/dev/null && alive=0 ;; esac; done
  return $alive; }
if each TERM "$@"; then sleep 1; each KILL "$@"; fi
for e in "$@"; do case $e in folder:*) rm -rf -- "\${e#folder:}" ;; esac; done
`

type Entry = `group:${number}` | `folder:${string}`

let guardian: ChildProcess | null = null
const watched = new Set<Entry>()

/** From now on `entry` ends with this process. */
export function watch(entry: Entry): void {
  watched.add(entry)
  guardian ??= spawnGuardian()
  guardian.stdin?.write(`watch ${entry}\n`)
}

/** A folder of ours that goes with this process, however it ends; the returned function removes it. */
export async function makeTemporaryFolder(
  name: string,
): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), name))
  watch(`folder:${path}`)
  return {
    path,
    async remove() {
      await rm(path, { recursive: true, force: true })
      forget(`folder:${path}`)
    },
  }
}

/** `entry` has ended, or was removed, in the ordinary way. */
export function forget(entry: Entry): void {
  if (!watched.delete(entry)) return
  guardian?.stdin?.write(`forget ${entry}\n`)
  if (watched.size > 0) return
  guardian?.stdin?.end()
  guardian = null
}

function spawnGuardian(): ChildProcess {
  // A session of its own: Ctrl-C in the terminal must not end the guardian before us.
  const shell = spawn('sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  // Without a shell there is no guardian, and everything else still works.
  shell.on('error', () => undefined)
  shell.stdin.on('error', () => undefined)
  shell.unref()
  // A pipe is a socket in Node; it must not keep us alive.
  ;(shell.stdin as unknown as Socket).unref()
  return shell
}
