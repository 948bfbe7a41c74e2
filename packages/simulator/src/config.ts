import { z } from 'zod'

const A_PORT = 'a whole number from 0 to 65535'
const isPort = (n: number) => Number.isInteger(n) && n >= 0 && n <= 65_535

/** The simulator's own few variables. Messages continue "<NAME> must be ...". */
const schema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: numeric(A_PORT, isPort).default(4010),
  SIMULATOR_HTTPS_PORT: numeric(A_PORT, isPort).nullable().default(null),
  KILN_SPEED: numeric('a number above 0, at most 100000', (n) => n > 0 && n <= 100_000).default(1),
  SIMULATOR_SEED: numeric('a whole number from 0', (n) => Number.isSafeInteger(n) && n >= 0).default(1),
  SIMULATOR_API_KEY: z.string().nullable().default(null),
  SIMULATOR_CALLBACK_HOST: z.string().nullable().default(null),
  SIMULATOR_HMAC_KEY: z.string().nullable().default(null),
})

export type SimulatorConfig = z.output<typeof schema>

export type ConfigReading = { ok: true; config: SimulatorConfig } | { ok: false; faults: string[] }

/** An empty variable counts as unset; all faults are told at once. */
export function readConfig(environment: Record<string, string | undefined>): ConfigReading {
  const set = Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== '')
  const given = Object.fromEntries(set)
  const parsed = schema.safeParse(given)
  if (parsed.success) return { ok: true, config: Object.freeze(parsed.data) }
  const faults = parsed.error.issues.map(({ path, message }) => {
    const name = String(path[0])
    return `${name} must be ${message}, got ${JSON.stringify(given[name])}`
  })
  return { ok: false, faults }
}

function numeric(expected: string, fits: (value: number) => boolean) {
  return z
    .string()
    .refine((text) => fits(Number(text)), { message: expected })
    .transform(Number)
}
