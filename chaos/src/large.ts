/** `pnpm test:large`: the counts that docs/reliability.md tells of, in place of the small ones of `pnpm test`. */
export const LARGE = process.env['TEST_LARGE'] === '1'
