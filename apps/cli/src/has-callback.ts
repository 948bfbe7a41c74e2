import { readCliConfig, type Environment } from '@kiln/config'

/** Whether the environment says where KIE can call back; what it says wrongly, no server would start with. */
export function hasCallback(env: Environment): boolean {
  const reading = readCliConfig(env)
  return reading.ok && reading.config.kie.callbackUrl !== null
}
