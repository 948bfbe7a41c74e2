import { expect, test } from '@jest/globals'
import { scaleRules } from './scale-rules.ts'

const RULES = `
- alert: A
  expr: x[10m] > 60 and y[1h:] > 0
  for: 15m
- alert: B
  expr: x > 60
  for: 1m
`

test('every duration of a rule is divided, and the threshold that was named', () => {
  const thresholds = { B: { written: '> 60', scaled: '> 1' } }
  expect(scaleRules(RULES, 60, thresholds)).toBe(`
- alert: A
  expr: x[10s] > 60 and y[60s:] > 0
  for: 15s
- alert: B
  expr: x > 1
  for: 1s
`)
})

const scale = (alert: string, written: string) => () =>
  scaleRules(RULES, 60, { [alert]: { written, scaled: '' } })

test('a threshold that its rule does not have is an error, though another rule has it', () => {
  expect(scale('A', '> 61')).toThrow('does not say')
  expect(scale('C', '> 60')).toThrow('does not say')
  expect(scale('A', 'for: 1s')).toThrow('does not say')
})
