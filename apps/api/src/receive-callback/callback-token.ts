/** What the path of a callback names: one attempt of one job, and the secret only KIE was told. */
export interface CallbackToken {
  jobId: string
  attempt: number
  secret: string
}

const TOKEN = /^(job_[0-9a-f]{24})-(\d{1,9})-([A-Za-z0-9_-]{22})$/

export function parseCallbackToken(token: string): CallbackToken | null {
  const [, jobId, attempt, secret] = TOKEN.exec(token) ?? []
  if (jobId === undefined || attempt === undefined || secret === undefined) return null
  return { jobId, attempt: Number(attempt), secret }
}
