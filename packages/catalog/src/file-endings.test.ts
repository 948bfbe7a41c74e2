import { expect, test } from '@jest/globals'
import { catalogOf } from './sample-model.test.kit.ts'

const mimeTypes = ['image/jpeg', 'image/png']
const catalog = catalogOf({
  params: [
    { name: 'one', type: 'url', mimeTypes },
    { name: 'many', type: 'url_array', mimeTypes },
    { name: 'any', type: 'url' },
    { name: 'sound', type: 'url', mimeTypes: ['audio/mp4'] },
    {
      name: 'shots',
      type: 'array',
      items: { type: 'object', params: [{ name: 'clip', type: 'url', mimeTypes: ['video/mp4'] }] },
    },
  ],
})

test.each([
  [{ one: 'https://a.example/a.mp4' }, ['input.one']],
  [{ one: 'https://a.example/a.PNG?x=.mp4' }, []],
  [{ one: 'https://a.example/a.jpeg' }, []],
  [{ one: 'https://a.example/a' }, []],
  [{ one: 'https://a.example/v1.25/a.php' }, []],
  [{ any: 'https://a.example/a.mp4' }, []],
  [{ sound: 'https://a.example/a.mp4' }, []],
  [{ sound: 'https://a.example/a.m4a' }, []],
  [{ sound: 'https://a.example/a.mp3' }, ['input.sound']],
  [{ many: ['https://a.example/a.png', 'https://a.example/a.gif'] }, ['input.many[1]']],
  [
    { shots: [{ clip: 'https://a.example/a.mp4' }, { clip: 'https://a.example/a.mp3' }] },
    ['input.shots[1].clip'],
  ],
])('%j is sent, with a warning at %j', (input, paths) => {
  const result = catalog.check('sample', input)
  expect(result.ok && result.warnings.map(({ path, code }) => [path, code])).toEqual(
    paths.map((path) => [path, 'unexpectedFileType']),
  )
})
