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
