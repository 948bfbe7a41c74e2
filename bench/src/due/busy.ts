import { cpus } from 'node:os'

interface Used {
  idle: number
  all: number
}

/** Of all cores together, since the machine started. */
function readUsed(): Used {
  const used = { idle: 0, all: 0 }
  for (const { times } of cpus()) {
    used.idle += times.idle
    used.all += times.user + times.nice + times.sys + times.irq + times.idle
  }
  return used
}

/** The function says how many percent of the machine were in use since, by whomever. */
export function startBusyWatch(): () => number {
  const before = readUsed()
  return () => {
    const after = readUsed()
    return 100 * (1 - (after.idle - before.idle) / (after.all - before.all))
  }
}
