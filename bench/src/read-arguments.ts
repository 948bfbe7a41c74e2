import { parseArgs } from 'node:util'
import type { Benchmark } from './benchmark.ts'
import { BENCHMARKS } from './benchmarks.ts'

interface BenchPlan {
  name: string
  benchmark: Benchmark
  numbers: Record<string, number>
  json: boolean
}

type Reading = { ok: true; plan: BenchPlan } | { ok: false; fault: string }

export const USAGE = `pnpm bench <name> [options]

Measures kiln on this machine, beside baselines of the same run. Prints medians with their lowest and
highest measurement, and judges nothing.

${Object.entries(BENCHMARKS).map(usageOf).join('\n')}
  --json        everything measured as JSON on standard output; progress stays on standard error
`

function usageOf([name, { summary, options }]: [string, Benchmark]): string {
  const lines = Object.entries(options).map(
    ([option, { says, fallback }]) => `  ${`--${option} N`.padEnd(14)}${says} (${fallback})\n`,
  )
  return `${name}: ${summary}\n${lines.join('')}`
}

export function readArguments(args: readonly string[]): Reading {
  const [name = ''] = args
  const benchmark = Object.hasOwn(BENCHMARKS, name) ? BENCHMARKS[name] : undefined
  if (benchmark === undefined) {
    const names = Object.keys(BENCHMARKS).join(', ')
    return { ok: false, fault: `Say what to measure: ${names}; got ${name || 'nothing'}.` }
  }
  return readOptions(name, benchmark, args.slice(1))
}

function readOptions(name: string, benchmark: Benchmark, args: readonly string[]): Reading {
  const kinds: Record<string, { type: 'string' | 'boolean' }> = { json: { type: 'boolean' } }
  for (const option of Object.keys(benchmark.options)) kinds[option] = { type: 'string' }
  let values
  try {
    values = parseArgs({ args: [...args], options: kinds }).values
  } catch (error) {
    return { ok: false, fault: (error as Error).message }
  }
  const numbers: Record<string, number> = {}
  for (const [option, { fallback, max }] of Object.entries(benchmark.options)) {
    const given = values[option]
    const number = given === undefined ? fallback : wholeNumber(given)
    if (number === null || number < 1 || number > max) {
      return {
        ok: false,
        fault: `--${option} must be a whole number from 1 to ${max}, got ${String(given)}.`,
      }
    }
    numbers[option] = number
  }
  return { ok: true, plan: { name, benchmark, numbers, json: values['json'] === true } }
}

function wholeNumber(text: unknown): number | null {
  return typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : null
}
