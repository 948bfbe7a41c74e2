import type { Quote } from '@kiln/catalog'
import type { FittingJob } from './check-job.ts'

/**
 * What a checked job will cost. Everything that names a price asks a function of this type, so that prices
 * learned from what jobs were charged can take the place of the listed ones in one place.
 */
export type PriceJob = (job: FittingJob) => Quote

/** By the catalogue's price list. */
export const listedPrice: PriceJob = ({ quote }) => quote
