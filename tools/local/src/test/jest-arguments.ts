/** Options of jest that name tests: what they leave out was not asked for. */
const BY_NAME = /^(?:-t|--testNamePattern)(?:=|$)/
const WORKERS = /^(?:-w|--maxWorkers|-i|--runInBand)(?:=|$)/

export function narrowsByName(args: readonly string[]): boolean {
  return args.some((arg) => BY_NAME.test(arg))
}

/** jest's own default on two cores is one worker, which leaves both idle while tests wait. */
export function workerArguments(args: readonly string[], cores: number): string[] {
  const FEWEST_WORKERS = 3
  const MOST_WORKERS = 4
  return args.some((arg) => WORKERS.test(arg))
    ? []
    : [`--maxWorkers=${Math.max(FEWEST_WORKERS, Math.min(cores, MOST_WORKERS))}`]
}
