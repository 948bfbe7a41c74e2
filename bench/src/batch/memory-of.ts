import { readFileSync } from 'node:fs'

/** What a process holds of the machine, in MB: now, and at most since it began. */
export function memoryOf(pid: number): { nowMB: number; mostMB: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const kB = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1])
  return { nowMB: kB('VmRSS') / 1024, mostMB: kB('VmHWM') / 1024 }
}
