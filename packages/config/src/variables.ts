import {
  apiKeys,
  baseUrl,
  budgets,
  duration,
  failPointPlan,
  flag,
  folder,
  headerSecret,
  hmacKeys,
  type Kind,
  listenHost,
  oneOf,
  queueBounds,
  rate,
  redisPrefix,
  redisUrl,
  speed,
  weights,
  wholeNumber,
} from './kinds/kinds.ts'

export type Process = 'api' | 'worker'

export const TOPICS = ['KIE', 'Redis', 'HTTP', 'Pacing', 'Time', 'Logs', 'Testing'] as const

export interface Variable extends Kind<unknown> {
  topic: (typeof TOPICS)[number]
  /** As one would type it; null when unset means none. */
  default: string | null
  /** Where the default hangs on the machine: how it is found, in words. */
  found?: string
  doc: string
  usedBy: Process | 'both'
  /** Whether the command line reads it too. */
  cli?: true
  /** A secret's value never appears in a message. */
  secret: boolean
  /** What a process says that cannot start without it. */
  required?: Partial<Record<Process, string>>
}

const needsRedis = (process: Process) =>
  `is not set. The ${process} keeps every job in Redis: type REDIS_URL=redis://127.0.0.1:6379 pnpm ${process}, ` +
  'or run everything with pnpm start, which brings a Redis of its own.'

/** Every environment variable that kiln's processes read. */
export const VARIABLES = {
  KIE_AI_API_KEY: {
    ...headerSecret,
    topic: 'KIE',
    default: null,
    doc: 'Key of the KIE account. The worker and `kiln catalog diff` need it, and the API asks KIE with it before a job is requeued or bound; the simulator accepts any.',
    usedBy: 'both',
    cli: true,
    secret: true,
    required: {
      worker:
        'is not set. The worker needs the key of a KIE account; the simulator accepts any, ' +
        'so with it type KIE_AI_API_KEY=simulated.',
    },
  },
  KIE_BASE_URL: {
    ...baseUrl,
    topic: 'KIE',
    default: 'https://api.kie.ai',
    doc: 'Where KIE answers; the simulator prints its own address.',
    usedBy: 'both',
    cli: true,
    secret: false,
  },
  KIE_UPLOAD_URL: {
    ...baseUrl,
    topic: 'KIE',
    default: 'https://kieai.redpandaai.co',
    doc: "Where KIE takes uploaded files, with the account's key.",
    usedBy: 'api',
    secret: false,
  },
  KIE_CALLBACK_URL: {
    ...baseUrl,
    topic: 'KIE',
    cli: true,
    default: null,
    doc: "Base URL at which KIE reaches this API; the callback's path is appended. Unset: polling only.",
    usedBy: 'both',
    secret: false,
  },
  KIE_WEBHOOK_HMAC_KEY: {
    ...hmacKeys,
    topic: 'KIE',
    default: null,
    doc:
      "The account's webhook key: callbacks that it did not sign, or not within five minutes of Redis' time, are not " +
      'heard. Unset: signatures are not checked.',
    usedBy: 'api',
    secret: true,
  },
  REDIS_URL: {
    ...redisUrl,
    topic: 'Redis',
    default: null,
    doc:
      'The Redis that holds the ledger and the queue; `pnpm start` brings its own. Of Sentinels and of a cluster a few ' +
      "addresses are enough, the rest is asked for. Sentinels' own password: `?sentinelPassword=…`. See docs/redis.md.",
    usedBy: 'both',
    secret: true,
    required: { api: needsRedis('api'), worker: needsRedis('worker') },
  },
  KILN_REDIS_CONTRACT: {
    ...oneOf(['checked', 'declared', 'unsafe']),
    topic: 'Redis',
    default: 'checked',
    doc:
      '`checked`: kiln sees for itself that Redis evicts nothing and syncs every write to disk. `declared`: CONFIG is ' +
      'forbidden there and the operator vouches. `unsafe`: a power loss may lose jobs or pay twice.',
    usedBy: 'both',
    secret: false,
  },
  KILN_REDIS_REPLICAS: {
    ...wholeNumber(0, 10),
    topic: 'Redis',
    default: '0',
    doc:
      'How many replicas must hold an intent before KIE is called, even while fewer are connected: then nothing is sent. ' +
      'While any is connected one must hold it in any case.',
    usedBy: 'worker',
    secret: false,
  },
  KILN_PREFIX: {
    ...redisPrefix,
    topic: 'Redis',
    default: '{kiln}',
    doc: 'What all keys begin with: one per installation. The hash tag keeps them in one slot of a cluster.',
    usedBy: 'both',
    secret: false,
  },
  KILN_STATE_DIR: {
    ...folder,
    topic: 'Redis',
    default: null,
    found: '`$XDG_STATE_HOME/kiln`, else `$HOME/.local/state/kiln`',
    doc:
      'Where a worker keeps, in one small file, how far it saw the ledger go: a Redis that comes back knowing less gets ' +
      'no submissions. It should outlive the worker and stand apart from the data of Redis. Where it cannot be written ' +
      'the worker says so and remembers in memory alone.',
    usedBy: 'worker',
    secret: false,
  },
  HOST: {
    ...listenHost,
    topic: 'HTTP',
    default: '127.0.0.1',
    doc: "Address that the API, and the worker's health port, listen on. Beyond loopback the API needs `KILN_API_KEYS`.",
    usedBy: 'both',
    secret: false,
  },
  PORT: {
    ...wholeNumber(0, 65_535),
    topic: 'HTTP',
    default: '3000',
    doc: 'Port of the API; 0 takes a free one.',
    usedBy: 'api',
    secret: false,
  },
  KILN_WORKER_PORT: {
    ...wholeNumber(0, 65_535),
    topic: 'HTTP',
    default: null,
    doc: "Port of the worker's health and metrics; 0 takes a free one. Unset: the worker opens no port.",
    usedBy: 'worker',
    secret: false,
  },
  KILN_API_KEYS: {
    ...apiKeys,
    topic: 'HTTP',
    default: null,
    doc:
      "Who may call the API. A key's name is its tenant: up to 40 characters out of a-z, 0-9, _ and -. A secret has " +
      'at least 16 characters. Others are made while kiln runs (docs/keys.md). Without any key: anybody on this machine, and ' +
      'only with a loopback `HOST`.',
    usedBy: 'api',
    secret: true,
  },
  KILN_SUBMIT_LIMIT: {
    ...rate,
    topic: 'Pacing',
    default: '20/10s',
    doc: 'Most creations in any window, by all workers together. It is what KIE allows an account.',
    usedBy: 'both',
    secret: false,
  },
  KILN_POLL_LIMIT: {
    ...rate,
    topic: 'Pacing',
    default: '2/1s',
    doc: 'Most status reads in any window, by all workers together.',
    usedBy: 'both',
    secret: false,
  },
  KILN_SUBMIT_CONCURRENCY: {
    ...wholeNumber(1, 1_000),
    topic: 'Pacing',
    default: '10',
    doc: 'Most creations that one worker has on the wire at a time.',
    usedBy: 'worker',
    secret: false,
  },
  KILN_KEY_WEIGHTS: {
    ...weights,
    topic: 'Pacing',
    default: null,
    doc:
      'How many jobs of a key go out while one of another does, by the name of the key; 1 where it is not named. ' +
      'All processes need the same. The caps of a key (docs/keys.md) go before.',
    usedBy: 'both',
    secret: false,
  },
  KILN_BUDGET_PER_DAY: {
    ...budgets,
    topic: 'Pacing',
    default: null,
    doc:
      'What the jobs of a key may cost in a day (UTC, counted by when they are sent). A job that would go beyond it ' +
      'waits for the next day; one whose price nobody can bound is refused. All processes need the same. ' +
      'The caps of a key go before.',
    usedBy: 'both',
    secret: false,
  },
  KILN_QUEUE_PER_KEY: {
    ...queueBounds,
    topic: 'Pacing',
    default: null,
    doc:
      'How many jobs of a key may be queued, by the name of the key; `*` is every key that is not named. Lines of batches ' +
      'count. What would go beyond it is answered 429 with Retry-After. Unset: no bound. ' +
      'The caps of a key go before.',
    usedBy: 'both',
    secret: false,
  },
  KILN_UPLOADS_PER_KEY: {
    ...wholeNumber(1, 1_000),
    topic: 'Pacing',
    default: '8',
    doc:
      'How many batches of a key may be on their way to one API process at a time. One more is answered 429 ' +
      '`tooManyUploads` with Retry-After.',
    usedBy: 'api',
    secret: false,
  },
  KILN_DEFAULT_RETRIES: {
    ...wholeNumber(0, 5),
    topic: 'Pacing',
    default: '0',
    doc: 'Further paid attempts after a failure, for jobs that do not say.',
    usedBy: 'api',
    secret: false,
  },
  KILN_CREATE_TIMEOUT: {
    ...duration,
    topic: 'Time',
    default: '30s',
    doc: 'Total deadline of one createTask call. Past it the outcome is unknown and nothing is sent again.',
    usedBy: 'both',
    secret: false,
  },
  KILN_POLL_DEADLINE: {
    ...duration,
    topic: 'Time',
    default: '10m',
    doc: 'How long a task is polled closely. Past it the job is `late`: read sparsely for a day, never sent again.',
    usedBy: 'both',
    secret: false,
  },
  KILN_UNCONFIRMED_HORIZON: {
    ...duration,
    topic: 'Time',
    default: '30m',
    doc: 'How long a callback may explain a lost answer before a person is asked. Without `KIE_CALLBACK_URL`: at once.',
    usedBy: 'both',
    secret: false,
  },
  KILN_CREDIT_PROBE: {
    ...duration,
    topic: 'Time',
    default: '60s',
    doc: 'How often the balance is looked at, and how often one job tries again while the credits have run out.',
    usedBy: 'both',
    secret: false,
  },
  KILN_SHUTDOWN_GRACE: {
    ...duration,
    topic: 'Time',
    default: '10s',
    doc: 'How long a process that was told to stop finishes what it has begun. `KILN_SPEED` leaves it alone.',
    usedBy: 'both',
    secret: false,
  },
  KILN_SPEED: {
    ...speed,
    topic: 'Time',
    default: '1',
    doc: 'Divides every duration and window, so that hours can be tested in seconds. Refused with the real KIE.',
    usedBy: 'both',
    secret: false,
  },
  LOG_LEVEL: {
    ...oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    topic: 'Logs',
    default: 'info',
    doc: 'The least severe level that is logged.',
    usedBy: 'both',
    secret: false,
  },
  KILN_LOG_PROMPTS: {
    ...flag,
    topic: 'Logs',
    default: 'false',
    doc: 'Whether the beginning of prompts may stand in the log.',
    usedBy: 'api',
    secret: false,
  },
  KILN_FAIL_POINTS: {
    ...failPointPlan,
    topic: 'Testing',
    default: null,
    doc:
      'Where this process is to kill or stop itself, or run a step twice: how the chaos runs break it on purpose. ' +
      'Refused with the real KIE. See docs/reliability.md.',
    usedBy: 'both',
    secret: false,
  },
} as const satisfies Record<string, Variable>

export type VariableName = keyof typeof VARIABLES
