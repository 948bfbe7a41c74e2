import { describe, expect, test } from '@jest/globals'
import { ERROR_CODES } from './errors.ts'
import { problemOf, problemSchema } from './problem.ts'

describe('problemOf', () => {
  test.each(ERROR_CODES)('answers %s as a whole problem document', (code) => {
    const problem = problemOf(code, 'en')
    expect(problemSchema.parse(problem)).toEqual(problem)
    expect(problem.status).toBeGreaterThanOrEqual(400)
    expect(problem.detail).not.toBe('')
  })

  test('says the detail it was given, and lists the faults', () => {
    const fault = {
      path: 'input.prompt',
      code: 'required',
      message: 'is missing',
      expected: null,
      hint: null,
    }
    expect(problemOf('validation', 'en', '1 fault', [fault])).toEqual({
      type: 'urn:kiln:problem:validation',
      title: 'The request is not valid',
      status: 422,
      detail: '1 fault',
      code: 'validation',
      errors: [fault],
    })
  })
})
