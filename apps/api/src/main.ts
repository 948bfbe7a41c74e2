import { formatFaults, listSecrets, readApiConfig } from '@kiln/config'
import { createLogger } from '@kiln/telemetry'
import { runApi } from './run-api.ts'

const reading = readApiConfig(process.env)
if (!reading.ok) {
  process.stderr.write(formatFaults(reading.faults))
  process.exit(1)
}
const { config, warnings } = reading
const log = createLogger({ level: config.log.level, name: 'api', secrets: listSecrets(config) })
for (const { variable, message } of warnings) log.warn({ event: 'configWarning', variable }, message)
await runApi(config, log)
