/** What is said of keys and of the audit. */
export const ENGLISH_KEYS = {
  columns: ['NAME', 'TENANT', 'SCOPES', 'SECRET', 'CAPS', 'LAST USED', 'STATE'],
  auditColumns: ['AT', 'ACTOR', 'ACT', 'TARGET', 'DETAILS'],
  none: 'There is no key: everybody on the machine of the API may call it.',
  noActs: 'Nobody did anything that fits.',
  never: 'never',
  live: 'works',
  inEnvironment: 'works, of KILN_API_KEYS',
  revokedBy: (by: string, at: string) => `revoked by ${by} at ${at}`,
  expires: (at: string) => `until ${at}`,
  weight: (weight: number) => `weight ${weight}`,
  budget: (credits: number) => `${credits} credits a day`,
  queue: (jobs: number) => `${jobs} queued`,
  created: (name: string, tenant: string, scopes: string) =>
    `The key ${name} works for the tenant ${tenant}, with ${scopes}.`,
  onlyOnce: 'Its secret is shown here and never again:',
  notTaken: (name: string) => `The secret of ${name} could not be written, and nobody knows it.`,
  makeAnother: (name: string) => `kiln keys revoke ${name} ends it; make another one under another name.`,
  revoked: (name: string) => `${name} is revoked: every API refuses it within five seconds.`,
  begun: (command: string) =>
    `What it began goes on, bulk requeues too: ${command} lists it; a key of its tenant can abort.`,
  badTime: (option: string, got: string) => `${option} must be a date or a time, got "${got}".`,
  badLimit: (option: string, got: string) => `${option} must be a number or none, got "${got}".`,
}
