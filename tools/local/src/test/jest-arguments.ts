/** Options of jest that name tests: what they leave out was not asked for. */
const BY_NAME = /^(?:-t|--testNamePattern)(?:=|$)/
const WORKERS = /^(?:-w|--maxWorkers|-i|--runInBand)(?:=|$)/

export function narrowsByName(args: readonly string[]): boolean {
  return args.some((arg) => BY_NAME.test(arg))
}

/** jest's own default on two cores is one worker, which leaves a core idle while tests wait. */
export function workerArguments(args: readonly string[], cores: number): string[] {
  const MOST_WORKERS = 4
  return args.some((arg) => WORKERS.test(arg))
    ? []
    : [`--maxWorkers=${Math.max(2, Math.min(cores, MOST_WORKERS))}`]
}
