import { cpus, totalmem } from 'node:os'

/** Figures mean nothing without it. */
export function machine(): string {
  const cores = cpus()
  const memoryGB = Math.round(totalmem() / 2 ** 30)
  const model = cores[0]?.model.trim().replaceAll(/\s+/g, ' ')
  return `${cores.length} × ${model}, ${memoryGB} GB, ${process.platform}, Node ${process.versions.node}`
}
