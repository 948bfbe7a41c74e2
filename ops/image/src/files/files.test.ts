import { describe, expect, test } from '@jest/globals'
import { interpolate, readCompose, readEnvFile, secondsOf } from './compose.ts'
import { parseDockerfile, readImage } from './dockerfile.ts'
import { readIgnore } from './ignore.ts'

const DOCKERFILE = `# a comment
FROM \${NODE} AS build
RUN make \\
      all
FROM \${NODE} AS base
ENV A=1 B="two words"
USER 1000:1000
ENTRYPOINT ["node", "main.js"]
FROM base AS api
ENV A=3
COPY --from=build --chown=1000:1000 /out /app
`

describe('a Dockerfile', () => {
  test('falls into stages, and a line goes on after a backslash', () => {
    const stages = parseDockerfile(DOCKERFILE)
    expect(stages.map(({ name }) => name)).toEqual(['build', 'base', 'api'])
    expect(stages[0]?.instructions).toEqual([{ verb: 'RUN', rest: 'make all' }])
  })

  test('gives a final stage what the stage below it says, and its own on top', () => {
    expect(readImage(parseDockerfile(DOCKERFILE), 'api')).toEqual({
      env: { A: '3', B: 'two words' },
      user: '1000:1000',
      workdir: '/',
      argv: ['node', 'main.js'],
      healthcheck: [],
      copies: [{ source: '/out', target: '/app', owner: '1000:1000' }],
    })
  })

  test.each(['ENTRYPOINT node main.js', 'RUN touch /x', 'COPY . /app'])(
    'is refused where a final stage says what the proof could not do: %s',
    (line) => {
      const stages = parseDockerfile(`FROM node AS api\n${line}`)
      expect(() => readImage(stages, 'api')).toThrow()
    },
  )
})

describe('a .dockerignore', () => {
  const isIn = readIgnore('# all but\n**\n!apps\n!package.json\n**/node_modules\n**/.env.*')

  test.each([
    ['package.json', true],
    ['apps/api/src/main.ts', true],
    ['apps/api/package.json', true],
    ['apps/api/node_modules/zod/index.js', false],
    ['apps/.env.local', false],
    ['.env', false],
    ['e2e/stack.ts', false],
  ])('decides by its last rule that fits: %s', (path, expected) => {
    expect(isIn(path)).toBe(expected)
  })
})

describe('a compose file', () => {
  test.each([
    ['${A}/${B}', '1/'],
    ['${A:-2}${B:-3}', '13'],
    ['$$A', '$A'],
    ['a${A:?is missing}', 'a1'],
  ])('has its variables filled in, an empty one being unset: %s', (text, expected) => {
    expect(interpolate(text, { A: '1', B: '' })).toBe(expected)
  })

  test('refuses without a value that it needs, and says which', () => {
    expect(() => interpolate('${B:?is missing}', { B: '' })).toThrow('B is missing')
  })

  test('is read with what its services share', () => {
    const text = `
x-all: &all { read_only: true, tmpfs: ['/tmp:mode=1777'] }
services:
  api:
    <<: *all
    build: { context: ., target: api }
    environment: { KEY: '\${KEY}' }
    volumes: ['data:/data', './conf:/etc/conf:ro']
    stop_grace_period: 1m`
    expect(readCompose(text, { KEY: 'k' })).toEqual([
      {
        name: 'api',
        target: 'api',
        profiles: [],
        replicas: 1,
        entrypoint: null,
        command: [],
        env: { KEY: 'k' },
        mounts: [
          { source: 'data', target: '/data', writable: true },
          { source: './conf', target: '/etc/conf', writable: false },
        ],
        tmpfs: ['/tmp'],
        dependsOn: [],
        healthcheck: null,
        stopGraceMs: 60_000,
        readOnly: true,
      },
    ])
  })

  test('has an environment file of a line for each value', () => {
    expect(readEnvFile('# why\nA=1=2\n\nB=\n')).toEqual({ A: '1=2', B: '' })
  })

  test('has durations of one unit', () => {
    expect([secondsOf('20s'), secondsOf('2m'), secondsOf('500ms')]).toEqual([20, 120, 0.5])
    expect(() => secondsOf('1h30m')).toThrow('got 1h30m')
  })
})
