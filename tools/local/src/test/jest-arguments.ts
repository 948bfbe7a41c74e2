/** Options of jest that name tests: what they leave out was not asked for. */
const BY_NAME = /^(?:-t|--testNamePattern)(?:=|$)/
const WORKERS = /^(?:-w|--maxWorkers|-i|--runInBand)(?:=|$)/

export function narrowsByName(args: readonly string[]): boolean {
  return args.some((arg) => BY_NAME.test(arg))
}

/** Tests wait for other processes most of the time: jest's own default on two cores, one worker, leaves both idle. */
const JEST_WORKERS = 4

export function workerArguments(args: readonly string[]): string[] {
  return args.some((arg) => WORKERS.test(arg)) ? [] : [`--maxWorkers=${JEST_WORKERS}`]
}

/** Files that take long by their nature (failovers, kills by the dozen, benchmarks): they have a command of their own. */
const LONG = String.raw`\.long\.test\.ts$`

/** They run where paths are named, and only then. */
export function longArguments(args: readonly string[]): string[] {
  const namesPaths = args.some((arg) => !arg.startsWith('-'))
  return namesPaths ? [] : ['--testPathIgnorePatterns', '/node_modules/', LONG]
}
