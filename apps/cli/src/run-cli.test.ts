import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { useJobFiles } from './testing/job-files.ts'
import { runHere } from './testing/run-here.ts'

const files = useJobFiles()

const rowsOf = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((row) => JSON.parse(row))

describe('kiln', () => {
  test('without a command, and with one, tells how it is used', async () => {
    const [whole, one] = await Promise.all([runHere([]), runHere(['check', '--help'])])
    expect(whole).toMatchObject({ code: 0, err: '' })
    for (const name of [
      'models',
      'model <id>',
      'check <file>',
      'quote <file>',
      'catalog diff',
      'schedule <model>',
      'parked',
      'requeue [<id>]',
      'requeue status [<id>]',
      'failures [<group>]',
      'top',
      'bind <id> <taskId>',
      'write-off <id>',
    ]) {
      expect(whole.out).toContain(`kiln ${name}`)
    }
    expect(one.out).toMatch(/Options\n[\s\S]*--json[\s\S]*Examples\n {2}kiln check job\.json/)
  })

  test.each([
    [['chek', 'x'], 'kiln has no command "chek".', 'check'],
    [['catalog', 'dif'], 'kiln has no command "catalog dif".', 'catalog diff'],
    [['check'], 'kiln check takes <file>, got nothing.', 'kiln check --help'],
    [['models', '--tpye', 'x'], "Unknown option '--tpye'.", 'kiln models --help'],
    [
      ['models', '--max-credits', 'few'],
      '--max-credits must be a number of credits from 0, got "few".',
      '--max-credits 10',
    ],
    [['models', '--max-credits', ''], '--max-credits must be a number of credits from 0, got "".', '10'],
    [['models', '--type', 'picture'], '--type must be one of t2i, i2i', 'every model with its type'],
    [['quote', '-', '--budget', ''], '--budget must be a number of credits from 0, got "".', '--budget 500'],
    [
      ['quote', '-', '--budget', ' '],
      '--budget must be a number of credits from 0, got " ".',
      '--budget 500',
    ],
    [
      ['quote', '-', '--budget', 'Infinity'],
      '--budget must be a number of credits from 0, got "Infinity".',
      '500',
    ],
    [['quote', '-', '--budget', '0x10'], '--budget must be a number of credits from 0, got "0x10".', '500'],
    [['check', '/no/such/file'], '/no/such/file does not exist.', 'standard input'],
  ])('%j is answered with what is wrong and what to do', async (args, fault, hint) => {
    const { code, out, err } = await runHere(args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err.split('\n')[0]).toContain(fault)
    expect(err.split('\n')[1]).toContain(hint)
  })
})

describe('the language', () => {
  const scripts = { en: /^[^\u0400-\u04ff\u3400-\u9fff]+$/, ru: /[а-яё]/, zh: /\p{Script=Han}/u }

  test.each(['en', 'ru', 'zh'] as const)('%s is spoken by every command', async (lang) => {
    const runs = await Promise.all([
      runHere(['--help', '--lang', lang]),
      runHere(['quote', '--help', '--lang', lang]),
      runHere(['model', 'sora-2-image-to-video', '--lang', lang]),
      runHere(['models', '--q', 'no such thing', '--lang', lang]),
      runHere(['check', join(files.folder, 'batch.jsonl'), '--lang', lang]),
      runHere(['quote', join(files.folder, 'batch.jsonl'), '--budget', '8', '--lang', lang]),
      runHere(['chek', '--lang', lang]),
      runHere(['models', '--tpye', '--lang', lang]),
      runHere(['model', 'nano-banana-22', '--lang', lang]),
      runHere(['check', '/no/such/file', '--lang', lang]),
      runHere(['catalog', 'diff', '--lang', lang]),
      runHere(['submit', '--help', '--lang', lang]),
      runHere(['submit', 'x', '--on-invalid', 'maybe', '--lang', lang]),
      runHere(['results', 'x', '--state', 'gone', '--lang', lang]),
      runHere(['batches', '--lang', lang]),
    ])
    for (const { out, err } of runs) expect(out + err).toMatch(scripts[lang])
    expect(runs[4].out).toContain('duplicateCustomId')
  })

  test('is that of the locale where none is asked for, and of a batch read by a program too', async () => {
    const env = { LANG: 'ru_RU.UTF-8' }
    const [local, asked, asJson] = await Promise.all([
      runHere(['check', join(files.folder, 'job.json')], env),
      runHere(['check', join(files.folder, 'job.json'), '--lang=en'], env),
      runHere(['check', join(files.folder, 'batch.jsonl'), '--json'], env),
    ])
    expect(local.out).toBe('Всё в порядке, проверено заданий: 1.\n')
    expect(asked.out).toBe('1 job is good.\n')
    expect(rowsOf(asJson.out)[2].errors).toMatchObject([
      { path: 'input.resolution', code: 'notOneOf', message: expect.stringContaining('ожидается') },
      { code: 'duplicateCustomId', message: expect.stringContaining('строке 1') },
    ])
  })

  test('that kiln does not speak is refused', async () => {
    const { code, out, err } = await runHere(['models', '--lang', 'fr'])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toBe('--lang must be one of en, ru, zh, got fr.\nWrite it like --lang ru.\n')
  })
})
