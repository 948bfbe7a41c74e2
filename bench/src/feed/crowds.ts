import type { NewJob } from '@kiln/ledger'
import { pricedJob } from '@kiln/ledger/testing'

/** Jobs that wait: of so many keys, with so many lanes each, of so many models in each lane. */
export interface Crowd {
  keys: number
  lanes: number
  models: number
  /** Of each model in each lane. */
  jobs: number
}

export const CROWDS: readonly Crowd[] = [
  { keys: 1, lanes: 1, models: 1, jobs: 1_000 },
  { keys: 2, lanes: 3, models: 5, jobs: 50 },
  { keys: 10, lanes: 10, models: 20, jobs: 3 },
  { keys: 1, lanes: 1, models: 213, jobs: 5 },
]

export const titleOf = ({ keys, lanes, models, jobs }: Crowd) =>
  `${keys} keys, ${lanes} lanes each, ${models} models in each: ${keys * lanes * models * jobs} jobs wait`

export function* jobsOf({ keys, lanes, models, jobs }: Crowd): Generator<NewJob> {
  for (let key = 0; key < keys; key++) {
    for (let lane = 0; lane < lanes; lane++) {
      for (let model = 0; model < models; model++) {
        for (let job = 0; job < jobs; job++) yield jobOf(`key${key}`, lane, `model-${model}`)
      }
    }
  }
}

const jobOf = (tenant: string, lane: number, model: string) =>
  pricedJob({ tenant, model, batchId: lane === 0 ? null : `batch${lane}` })
