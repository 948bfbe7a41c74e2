import { pino, type DestinationStream, type LevelWithSilent, type Logger } from 'pino'
import { cleanFields } from './clean-fields.ts'
import { describeError, type Describing } from './describe-error.ts'
import { describeRequest, describeResponse } from './describe-http.ts'
import { scrubSecrets } from './scrub-secrets.ts'

export interface LoggerOptions {
  level: LevelWithSilent
  /** The process that speaks. */
  name: string
  /** Standard output unless given. */
  destination?: DestinationStream
  /** Values that no line may hold, wherever they come from. */
  secrets?: readonly string[]
}

/**
 * JSON lines. Three nets keep secrets out: errors, requests and responses are described by
 * allow-lists; other fields lose what is not plain data or has a telling name; and the
 * finished line loses every configured secret.
 */
export function createLogger({ level, name, destination, secrets = [] }: LoggerOptions): Logger {
  const scrub = scrubSecrets(secrets)
  const describing: Describing = { withStack: level === 'debug' || level === 'trace', scrub }
  const describe = (error: unknown) => describeError(error, describing)
  const options = {
    level,
    name,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: Record<string, unknown>) => cleanFields(fields, describing),
    },
    serializers: { err: describe, error: describe, req: describeRequest, res: describeResponse },
    hooks: { streamWrite: scrub },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}
