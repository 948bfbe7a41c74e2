import { describe, expect, test } from '@jest/globals'
import { LANGUAGES } from '@kiln/languages'
import type { Parameter } from '../model-file.ts'
import { readModels } from '../read-models.ts'
import { CHINESE } from './chinese.ts'
import { labelOf, labelsOf } from './label-of.ts'
import { RUSSIAN } from './russian.ts'

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

  test('says the unit that KIE wants', () => {
    expect(labelOf('start_time', 'en')).toBe('Start (milliseconds)')
    expect(labelsOf('end_time')).toEqual({
      en: 'End (milliseconds)',
      ru: 'Конец (миллисекунды)',
      zh: '结束时间（毫秒）',
    })
  })

  const names = [...new Set(readModels().flatMap(({ params }) => namesIn(params)))].toSorted()

  test.each(names)('of every parameter of every model, %s, is told in three languages', (name) => {
    const { en, ru, zh } = labelsOf(name)
    expect(en).toMatch(/^\p{Lu}/u)
    expect(ru).toMatch(/^(ID |[А-ЯЁ])/)
    expect(ru).toMatch(/[а-яё]/)
    expect(zh).toMatch(/\p{Script=Han}/u)
    expect(zh).not.toMatch(/[,():]/)
  })

  test('is never that of another parameter of the same model', () => {
    for (const { id, params } of readModels()) {
      for (const language of LANGUAGES) {
        const labels = params
          .filter((one) => one.deprecated !== true)
          .map(({ name }) => labelOf(name, language))
        expect([id, labels.toSorted()]).toEqual([id, [...new Set(labels)].toSorted()])
      }
    }
  })

  test.each([
    ['Russian', RUSSIAN],
    ['Chinese', CHINESE],
  ])('in %s is told of no parameter that no model has', (_language, table) => {
    expect(Object.keys(table).toSorted()).toEqual(names)
  })
})

function namesIn(params: readonly Parameter[]): string[] {
  return params.flatMap((one) => [
    one.name,
    ...(one.type === 'array' && one.items.type === 'object' ? namesIn(one.items.params) : []),
  ])
}
