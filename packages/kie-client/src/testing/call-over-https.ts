import { createKieClient } from '../client.ts'

// Runs in a process of its own, because trust in a certificate is decided when a process starts.
const client = createKieClient({
  baseUrl: process.argv[2] ?? '',
  apiKey: 'canary-0123456789abcdef0123456789',
  userAgent: 'kiln/0.1',
})
const task = { model: 'some/model', input: {} }
const exchanges = [
  await client.createTask(task, { timeoutMs: 10_000 }),
  await client.createTask(task, { timeoutMs: 10_000 }),
  await client.recordInfo('t-1'),
  await client.recordInfo('t-1'),
]
client.close()
process.stdout.write(JSON.stringify(exchanges))
