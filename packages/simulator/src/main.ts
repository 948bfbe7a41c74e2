import { readConfig, type SimulatorConfig } from './config.ts'
import { startSimulator } from './simulator.ts'

const reading = readConfig(process.env)
if (reading.ok) await run(reading.config)
else refuse(reading.faults)

async function run(config: SimulatorConfig): Promise<void> {
  const starting = startSimulator({
    host: config.HOST,
    port: config.PORT,
    httpsPort: config.SIMULATOR_HTTPS_PORT,
    speed: config.KILN_SPEED,
    seed: config.SIMULATOR_SEED,
    apiKey: config.SIMULATOR_API_KEY,
    callbackHost: config.SIMULATOR_CALLBACK_HOST,
    hmacKey: config.SIMULATOR_HMAC_KEY,
  })
  try {
    const simulator = await starting
    const stop = () => void simulator.close().then(() => process.exit(0))
    process.once('SIGTERM', stop)
    process.once('SIGINT', stop)
    const { url, httpsUrl } = simulator
    const addresses = { simulator: url, ...(httpsUrl !== null && { https: httpsUrl }) }
    process.stdout.write(`${JSON.stringify(addresses)}\n`)
  } catch (error) {
    const { code, port = config.PORT } = error as NodeJS.ErrnoException & { port?: number }
    refuse([`The simulator cannot listen on HOST ${config.HOST}, PORT ${port}: ${code ?? String(error)}`])
  }
}

function refuse(faults: readonly string[]): void {
  for (const fault of faults) process.stderr.write(`${fault}\n`)
  process.exitCode = 1
}
