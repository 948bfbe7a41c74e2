/** One row of the error table: what a code means to whoever got it. */
export interface ErrorRow {
  status: number
  title: string
  /** Whether the very same request can succeed later without being changed. */
  retryable: boolean
  /** What to do about it. */
  advice: string
}

/** Every error the HTTP API answers. Codes are stable; titles and advice may be reworded. Other languages: `words/`. */
export const ERRORS = {
  bodyUnparsable: {
    status: 400,
    title: 'The body is not readable JSON',
    retryable: false,
    advice: 'Send one JSON object, UTF-8, without the keys `__proto__` or `constructor.prototype`.',
  },
  urlUnparsable: {
    status: 400,
    title: 'The URL cannot be decoded',
    retryable: false,
    advice: 'Percent-encode the path as UTF-8.',
  },
  requestUnreadable: {
    status: 400,
    title: 'The request is not readable HTTP',
    retryable: false,
    advice: 'Speak plain HTTP/1.1 to this port, and send as many bytes as Content-Length says.',
  },
  idempotencyKeyInvalid: {
    status: 400,
    title: 'The Idempotency-Key is malformed',
    retryable: false,
    advice: 'Use 1 to 255 visible ASCII characters, sent once.',
  },
  idempotencyKeyMissing: {
    status: 400,
    title: 'This call needs an Idempotency-Key',
    retryable: false,
    advice:
      'Send the header `Idempotency-Key`, drawn once for what is asked for, and the same one when you repeat the call.',
  },
  keyMissing: {
    status: 401,
    title: 'An API key is needed',
    retryable: false,
    advice: 'Send `Authorization: Bearer <key>`. Keys come from KILN_API_KEYS and `POST /v1/keys`.',
  },
  keyUnknown: {
    status: 401,
    title: 'The API key is not known',
    retryable: false,
    advice:
      'Check the key for cut or extra characters, and that KILN_API_KEYS or `GET /v1/keys` still names it.',
  },
  keyRevoked: {
    status: 401,
    title: 'The API key is revoked',
    retryable: false,
    advice: 'It is refused for good. Ask for a new key.',
  },
  keyExpired: {
    status: 401,
    title: 'The API key has expired',
    retryable: false,
    advice: 'Its time is over. Ask for a new key.',
  },
  scopeMissing: {
    status: 403,
    title: 'The API key lacks the scope for this call',
    retryable: false,
    advice: 'Use a key that has the scope named in the detail, or `admin`.',
  },
  foreignOrigin: {
    status: 403,
    title: 'The request comes from another web site',
    retryable: false,
    advice: 'Without API keys only pages of this machine may call. Set KILN_API_KEYS to let others in.',
  },
  hostNotLoopback: {
    status: 403,
    title: 'The Host header does not name this machine',
    retryable: false,
    advice: 'Call `http://127.0.0.1:<port>` or `http://localhost:<port>`, or set KILN_API_KEYS.',
  },
  jobUnknown: {
    status: 404,
    title: 'No such job',
    retryable: false,
    advice: "Check the id: it is in the answer of `POST /v1/jobs`. Another tenant's jobs cannot be seen.",
  },
  batchUnknown: {
    status: 404,
    title: 'No such batch',
    retryable: false,
    advice:
      "Check the id: it is in the answer of `POST /v1/batches`. Another tenant's batches cannot be seen.",
  },
  requeueUnknown: {
    status: 404,
    title: 'No such bulk requeue',
    retryable: false,
    advice: "Check the id: it is in the answer of `POST /v1/requeues`. Another tenant's cannot be seen.",
  },
  cancelUnknown: {
    status: 404,
    title: 'No such bulk cancel',
    retryable: false,
    advice: "Check the id: it is in the answer of `POST /v1/cancels`. Another tenant's cannot be seen.",
  },
  modelNotListed: {
    status: 404,
    title: 'No such model in the catalogue',
    retryable: false,
    advice: 'See `GET /v1/models` for every id.',
  },
  keyNotListed: {
    status: 404,
    title: 'No such API key',
    retryable: false,
    advice: 'See `GET /v1/keys` for every name.',
  },
  routeUnknown: {
    status: 404,
    title: 'No such route',
    retryable: false,
    advice: 'See `GET /openapi.json` or the page at `/docs` for every route and method.',
  },
  requestTimedOut: {
    status: 408,
    title: 'The request did not arrive in time',
    retryable: true,
    advice: 'Send the headers within 10 seconds and the whole request within 30; a batch within 10 minutes.',
  },
  idempotencyConflict: {
    status: 409,
    title: 'The Idempotency-Key was used for another body',
    retryable: false,
    advice: 'Use a new key for a new job. A key is remembered for 72 hours.',
  },
  idempotencyInFlight: {
    status: 409,
    title: 'The same batch is being taken in at this moment',
    retryable: true,
    advice:
      'Repeat after Retry-After with the same Idempotency-Key: the answer of the other call comes back.',
  },
  notCancelable: {
    status: 409,
    title: 'The job can no longer be canceled',
    retryable: false,
    advice: 'An ended job keeps its verdict; a parked one needs an operator to write it off.',
  },
  confirmChargeNeeded: {
    status: 409,
    title: 'A new attempt may be charged a second time',
    retryable: false,
    advice:
      'Look at `confirm`: why, what it may cost, and the evidence. Repeat with `confirmCharge: true` if a second charge is all right.',
  },
  changedMeanwhile: {
    status: 409,
    title: 'Somebody else changed the job first',
    retryable: false,
    advice: 'Look at the job again, and repeat with its attempt number if the act is still wanted.',
  },
  notRequeueable: {
    status: 409,
    title: 'The job cannot be requeued in this state',
    retryable: false,
    advice: 'Wait until it has ended or is parked. A job that still runs needs no new attempt.',
  },
  notBindable: {
    status: 409,
    title: 'The job waits for no task',
    retryable: false,
    advice: 'Only a queued, unconfirmed or parked job takes a task that was found in the log of KIE.',
  },
  notParked: {
    status: 409,
    title: 'Only a parked job can be written off',
    retryable: false,
    advice: 'Cancel a job that still waits or runs; one that has ended needs nothing more.',
  },
  taskRefused: {
    status: 409,
    title: 'The task is not that of this job',
    retryable: false,
    advice:
      'Look up the task id again in the log of the KIE account: model, input and time must be those of the job.',
  },
  recordUnreadable: {
    status: 409,
    title: 'The record of the job cannot be read',
    retryable: false,
    advice: 'Nothing can be sent for it any more. Write it off, and submit the job anew.',
  },
  keyNameTaken: {
    status: 409,
    title: 'The name of the key is taken',
    retryable: false,
    advice:
      'Choose another; with the same `tenant` it works for the same jobs. A revoked key keeps its name for the audit.',
  },
  keyInEnvironment: {
    status: 409,
    title: 'The key comes from the environment',
    retryable: false,
    advice: 'Take it out of KILN_API_KEYS, and start the API anew.',
  },
  lastAdminKey: {
    status: 409,
    title: 'Nobody could manage keys any more',
    retryable: false,
    advice: 'Create another key with the scope `admin` and no `expiresAt` first.',
  },
  tooManyKeys: {
    status: 409,
    title: 'There are too many API keys',
    retryable: false,
    advice: 'At most 1,000 are kept, and none of them is revoked. Revoke those that nobody uses.',
  },
  bodyTooLarge: {
    status: 413,
    title: 'The body is too large',
    retryable: false,
    advice: 'Keep the body within 1 MB, that of a quote within 16 MB; pass media by URL.',
  },
  batchTooLarge: {
    status: 413,
    title: 'The batch is too large',
    retryable: false,
    advice: 'A batch has at most 100,000 lines and 200 MB, unpacked; divide it into several.',
  },
  batchBeyondQueue: {
    status: 413,
    title: 'The batch has more lines than this key may have queued',
    retryable: false,
    advice:
      'Divide it into several, or ask the operator to raise `KILN_QUEUE_PER_KEY`. Nothing was kept or charged.',
  },
  mediaTypeUnsupported: {
    status: 415,
    title: 'The content type is not supported',
    retryable: false,
    advice:
      'Send `Content-Type: application/json`; a batch may be `application/x-ndjson`, and packed with gzip.',
  },
  validation: {
    status: 422,
    title: 'The request is not valid',
    retryable: false,
    advice: 'Correct every path listed in `errors`. Nothing was sent to KIE and nothing was charged.',
  },
  unknownModel: {
    status: 422,
    title: 'The model is not known',
    retryable: false,
    advice: 'Use one of the ids in the hint, or see `GET /v1/models`. Nothing was charged.',
  },
  batchInvalid: {
    status: 422,
    title: 'The batch has no line that could run',
    retryable: false,
    advice: 'Correct the lines in `badLines`. Nothing was kept, sent or charged.',
  },
  firstKeyNotAdmin: {
    status: 422,
    title: 'The first key must be one that manages keys',
    retryable: false,
    advice:
      'Create one with the scope `admin` and no `expiresAt` first: from then on every call needs a key.',
  },
  queueFull: {
    status: 429,
    title: 'This key has too many jobs queued',
    retryable: true,
    advice:
      'Repeat after Retry-After, or send fewer at a time. Its `queueLimit` or `KILN_QUEUE_PER_KEY` sets how many may wait.',
  },
  tooManyUploads: {
    status: 429,
    title: 'This key is sending too many batches at once',
    retryable: true,
    advice:
      'Repeat with the same Idempotency-Key after Retry-After, or send one batch after the other. `KILN_UPLOADS_PER_KEY` sets how many may be on their way.',
  },
  headersTooLarge: {
    status: 431,
    title: 'The request headers are too large',
    retryable: false,
    advice: 'Keep all headers together within 16 kB.',
  },
  internal: {
    status: 500,
    title: 'kiln made a mistake',
    retryable: true,
    advice: 'Look for the request id (header X-Request-Id) in the log and report it.',
  },
  redisUnsafe: {
    status: 503,
    title: 'Redis would not keep what it is given',
    retryable: true,
    advice: 'Correct the settings named in the detail; until then no job is accepted.',
  },
  ledgerNewer: {
    status: 503,
    title: 'A newer release of kiln works with this ledger',
    retryable: true,
    advice:
      'Put the release in place that the others run: this one would misread the ledger and does nothing.',
  },
  kieNotAsked: {
    status: 503,
    title: 'KIE could not be asked',
    retryable: true,
    advice: 'Repeat after Retry-After; the detail says what stood in the way. Nothing was changed.',
  },
  redisAway: {
    status: 503,
    title: 'Redis cannot be reached',
    retryable: true,
    advice:
      'Repeat after Retry-After. Give POST /v1/jobs the same Idempotency-Key: the first call may have been written.',
  },
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof ERRORS
export const ERROR_CODES = Object.keys(ERRORS) as readonly ErrorCode[]
