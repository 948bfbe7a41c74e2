import { isLoopbackHost, isPrivateHost, isRealKie } from './kinds/hosts.ts'
import type { Fault, SoundValues } from './read-variables.ts'

/** Rules between variables. A value that is missing here is at fault by itself, and not judged twice. */
export function checkTogether(values: SoundValues): Fault[] {
  const checks = [checkOpenHost, checkSpeed, checkFailPoints, checkPollDeadline, checkHorizon]
  return checks.flatMap((check) => check(values) ?? [])
}

/** What works, but hardly as meant. */
export function warnTogether(values: SoundValues): Fault[] {
  return [warnUnreachableCallback, warnReadableCallback, warnReadableKey].flatMap(
    (warn) => warn(values) ?? [],
  )
}

const hostOf = (url: string) => new URL(url).hostname

function checkOpenHost({ HOST, KILN_API_KEYS }: SoundValues): Fault | null {
  if (HOST === undefined || KILN_API_KEYS !== null || isLoopbackHost(HOST)) return null
  return {
    variable: 'HOST',
    message:
      `must be a loopback address while KILN_API_KEYS is not set, got "${HOST}": anybody who reaches it could spend ` +
      'credits. Set KILN_API_KEYS=name:submit+read:secret, or HOST=127.0.0.1.',
  }
}

function checkSpeed({ KILN_SPEED, KIE_BASE_URL }: SoundValues): Fault | null {
  if (KILN_SPEED === undefined || KILN_SPEED === 1 || KIE_BASE_URL === undefined) return null
  if (!isRealKie(hostOf(KIE_BASE_URL))) return null
  return {
    variable: 'KILN_SPEED',
    message:
      `must be 1 with the real KIE (${KIE_BASE_URL}), got ${KILN_SPEED}: KIE's limits do not scale. ` +
      'Unset it, or point KIE_BASE_URL at the simulator.',
  }
}

function checkFailPoints({ KILN_FAIL_POINTS, KIE_BASE_URL }: SoundValues): Fault | null {
  if (!KILN_FAIL_POINTS || KIE_BASE_URL === undefined || !isRealKie(hostOf(KIE_BASE_URL))) return null
  return {
    variable: 'KILN_FAIL_POINTS',
    message:
      `must not be set with the real KIE (${KIE_BASE_URL}): it breaks kiln on purpose. ` +
      'Unset it, or point KIE_BASE_URL at the simulator.',
  }
}

function checkPollDeadline(values: SoundValues): Fault | null {
  const { KILN_POLL_DEADLINE: deadlineMs, KILN_CREATE_TIMEOUT: timeoutMs } = values
  if (deadlineMs === undefined || timeoutMs === undefined || deadlineMs > timeoutMs) return null
  return mustExceedCreateTimeout('KILN_POLL_DEADLINE', deadlineMs, timeoutMs)
}

/** A horizon within the call's own deadline would ask a person while the answer is still on its way. */
function checkHorizon(values: SoundValues): Fault | null {
  const { KILN_UNCONFIRMED_HORIZON: horizonMs, KILN_CREATE_TIMEOUT: timeoutMs } = values
  if (horizonMs === undefined || timeoutMs === undefined || horizonMs > timeoutMs) return null
  return mustExceedCreateTimeout('KILN_UNCONFIRMED_HORIZON', horizonMs, timeoutMs)
}

function mustExceedCreateTimeout(variable: string, gotMs: number, timeoutMs: number): Fault {
  return {
    variable,
    message: `must exceed KILN_CREATE_TIMEOUT (${timeoutMs}ms), got ${gotMs}ms. Raise it, or lower KILN_CREATE_TIMEOUT.`,
  }
}

/** A KIE that is private itself, such as the simulator, reaches private hosts. */
function warnUnreachableCallback({ KIE_CALLBACK_URL, KIE_BASE_URL }: SoundValues): Fault | null {
  if (typeof KIE_CALLBACK_URL !== 'string' || KIE_BASE_URL === undefined) return null
  const host = hostOf(KIE_CALLBACK_URL)
  if (!isPrivateHost(host) || isPrivateHost(hostOf(KIE_BASE_URL))) return null
  return {
    variable: 'KIE_CALLBACK_URL',
    message:
      `should be reachable from the internet, got the private host "${host}": no callback will come. ` +
      'Set the public address of the API, or unset it for polling only.',
  }
}

/** Its path is what a callback is believed by, unless callbacks are signed. */
function warnReadableCallback({ KIE_CALLBACK_URL }: SoundValues): Fault | null {
  if (typeof KIE_CALLBACK_URL !== 'string' || !KIE_CALLBACK_URL.startsWith('http:')) return null
  if (isPrivateHost(hostOf(KIE_CALLBACK_URL))) return null
  return {
    variable: 'KIE_CALLBACK_URL',
    message:
      `should be https, got "${KIE_CALLBACK_URL}": what tells a callback of KIE from another one travels readable. ` +
      'Use the https address of the API.',
  }
}

function warnReadableKey({ KIE_BASE_URL }: SoundValues): Fault | null {
  if (KIE_BASE_URL === undefined || !KIE_BASE_URL.startsWith('http:')) return null
  if (isPrivateHost(hostOf(KIE_BASE_URL))) return null
  return {
    variable: 'KIE_BASE_URL',
    message: `should be https, got "${KIE_BASE_URL}": the key travels readable. Use the https address.`,
  }
}
