export interface StartSettings {
  /** End after the sample, with an exit code that tells how it went. */
  once: boolean
  host: string
  port: number
  kie: 'simulator' | 'real'
  /** How many times faster than real time; the real KIE has no such thing. */
  speed: string
}

export type SettingsReading = { ok: true; settings: StartSettings } | { ok: false; fault: string }

type Environment = Readonly<Record<string, string | undefined>>

/** A video of three minutes takes nine seconds: long enough to see it move, short enough to wait for. */
const SIMULATOR_SPEED = '20'

/** What `pnpm start` itself must know; the API and the worker check the rest. */
export function readSettings(env: Environment, args: readonly string[]): SettingsReading {
  const unknown = args.find((arg) => arg !== '--once' && arg !== '--')
  if (unknown !== undefined) {
    return {
      ok: false,
      fault: `"${unknown}" is no option of start. There is one: --once, end after the sample.`,
    }
  }
  const port = given(env, 'PORT') ?? '3000'
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    return { ok: false, fault: `PORT must be a whole number from 0 to 65535, got "${port}".` }
  }
  const once = args.includes('--once') || ['1', 'true'].includes(given(env, 'KILN_START_ONCE') ?? '')
  return {
    ok: true,
    settings: {
      once,
      host: given(env, 'HOST') ?? '127.0.0.1',
      port: Number(port),
      kie: given(env, 'KIE_AI_API_KEY') === undefined ? 'simulator' : 'real',
      speed: given(env, 'KILN_SPEED') ?? SIMULATOR_SPEED,
    },
  }
}

/** An empty variable counts as unset. */
function given(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim()
  return value === '' ? undefined : value
}
