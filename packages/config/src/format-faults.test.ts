import { expect, test } from '@jest/globals'
import { readWorkerConfig } from './config.ts'
import { formatFaults } from './format-faults.ts'

test('prints one line for each fault, with the variable first', () => {
  const reading = readWorkerConfig({ KIE_AI_API_KEY: 'k', KILN_SUBMIT_LIMIT: 'many' })
  const text = formatFaults(reading.ok ? [] : reading.faults)
  expect(text.split('\n')).toEqual([
    'kiln does not start: 2 settings need attention.',
    expect.stringMatching(/^ {2}REDIS_URL is not set\. The worker keeps every job in Redis: type /),
    '  KILN_SUBMIT_LIMIT must be a count from 1 to 1000000 per duration, such as 20/10s, got "many". ' +
      'Correct it, or unset it for 20/10s.',
    'docs/configuration.md lists every setting.',
    '',
  ])
  expect(text).not.toContain('!')
})

test('counts a single fault in the singular', () => {
  expect(formatFaults([{ variable: 'PORT', message: 'is taken.' }])).toContain('1 setting needs attention.')
})
