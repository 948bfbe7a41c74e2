export interface Bind {
  source: string
  target: string
  writable: boolean
  kind: 'file' | 'folder'
}

/** What a container sees and may do. */
export interface Sandbox {
  /** An empty folder; its mounts are seen by the sandbox alone. */
  root: string
  /** Where names are asked for. */
  nameServer: string
  binds: readonly Bind[]
  tmpfs: readonly string[]
  readOnly: boolean
  /** `uid:gid`, by number. */
  user: string
  workdir: string
}

/** Where the sandbox has the Node that runs the proof: it may stand anywhere on this machine. */
export const NODE_FOLDER = '/opt/node'

/**
 * A command in a root of its own, as a container engine would start it: this machine's /usr and
 * nothing else of its files, the process not root and without any capability. The shell becomes the
 * command, so that signals reach it. Needs root and Linux.
 */
export function inSandbox(sandbox: Sandbox, argv: readonly string[]): { command: string; args: string[] } {
  return {
    command: 'unshare',
    args: ['--mount', '--propagation', 'private', '--', 'sh', '-c', scriptOf(sandbox), 'sh', ...argv],
  }
}

function scriptOf(sandbox: Sandbox): string {
  const { root, nameServer, binds, tmpfs, readOnly, user, workdir } = sandbox
  const [uid, gid] = user.split(':')
  const node: Bind = {
    source: process.execPath,
    target: `${NODE_FOLDER}/node`,
    writable: false,
    kind: 'file',
  }
  return `set -e
root=${quote(root)}
bind() { mount --bind "$1" "$root$2"; if [ "$3" = ro ]; then mount -o remount,bind,ro "$root$2"; fi; }
mount -t tmpfs -o mode=755 none "$root"
mkdir -p "$root/usr" "$root/etc/ssl" "$root/proc" "$root/dev"
bind /usr /usr ro
for each in bin sbin lib lib64; do
  if [ -L /$each ]; then ln -s "$(readlink /$each)" "$root/$each"
  elif [ -d /$each ]; then mkdir "$root/$each"; bind /$each /$each ro; fi
done
mount --rbind /proc "$root/proc"
mount --rbind /dev "$root/dev"
cp /etc/passwd /etc/group /etc/ld.so.cache "$root/etc"
printf 'hosts: dns\\n' >"$root/etc/nsswitch.conf"
printf 'nameserver %s\\n' ${quote(nameServer)} >"$root/etc/resolv.conf"
${[node, ...binds].map(bindLines).join('\n')}
${tmpfs.map((path) => `mkdir -p "$root"${quote(path)}; mount -t tmpfs -o mode=1777 none "$root"${quote(path)}`).join('\n')}
${readOnly ? 'mount -o remount,ro "$root"' : ''}
exec chroot "$root" setpriv --reuid ${uid} --regid ${gid} --clear-groups --no-new-privs \\
  --bounding-set=-all --inh-caps=-all env --chdir=${quote(workdir)} "$@"`
}

function bindLines({ source, target, writable, kind }: Bind): string {
  const parent = target.slice(0, target.lastIndexOf('/'))
  const make = kind === 'folder' ? `mkdir -p "$root"${quote(target)}` : `touch "$root"${quote(target)}`
  return `mkdir -p "$root"${quote(parent)}; ${make}; bind ${quote(source)} ${quote(target)} ${writable ? 'rw' : 'ro'}`
}

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
