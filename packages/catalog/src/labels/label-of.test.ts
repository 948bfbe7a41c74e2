import { describe, expect, test } from '@jest/globals'
import { readModels } from '../read-models.ts'
import { labelOf } from './label-of.ts'

describe('the label of a parameter', () => {
  test.each([
    ['n_frames', 'Length (seconds)'],
    ['aspect_ratio', 'Aspect ratio'],
    ['first_clip_url', 'First clip URL'],
    ['element_input_urls', 'Element input URLs'],
    ['taskId', 'Task id'],
    ['constructor', 'Constructor'],
    ['_', ''],
  ])('%s is %j', (parameter, label) => {
    expect(labelOf(parameter, 'en')).toBe(label)
  })

  test('is told for every parameter of every model', () => {
    for (const { params } of readModels()) {
      for (const { name } of params) expect(labelOf(name, 'en')).toMatch(/^\p{L}/u)
    }
  })
})
