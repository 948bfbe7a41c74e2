import { describe, expect, test } from '@jest/globals'
import { outcomeOf, tryValue } from '../sample-model.test.kit.ts'

const url = { type: 'url' as const }
const asset = { type: 'url' as const, schemes: ['http', 'https', 'asset'] }
const hosted = { type: 'url' as const, hosts: ['sora.chatgpt.com'], maxLength: 40 }

describe('a media URL', () => {
  test.each([
    [url, 'https://files.example/a.png', 'https://files.example/a.png'],
    [url, 'HTTP://files.example/a.png?x=1#y', 'HTTP://files.example/a.png?x=1#y'],
    [url, ' https://files.example/a.png\n', 'https://files.example/a.png'],
    [url, 'http://8.8.8.8:8080/a', 'http://8.8.8.8:8080/a'],
    [url, 'https://[2606:4700::1111]/a', 'https://[2606:4700::1111]/a'],
    [asset, 'asset://localhost/a', 'asset://localhost/a'],
    [url, 'https://例え.example/写真.png', 'https://例え.example/写真.png'],
    [url, 'https://files.example/@name/a.png', 'https://files.example/@name/a.png'],
    [url, ['https://files.example/a.png'], 'https://files.example/a.png'],
    [asset, 'asset://abc123', 'asset://abc123'],
    [hosted, 'https://sora.chatgpt.com/p/1', 'https://sora.chatgpt.com/p/1'],
  ])('%j takes %j', (shape, given, sent) => {
    expect(outcomeOf(shape, given)).toEqual({ sent })
  })

  test.each([
    [url, 'files.example/a.png', 'notAUrl'],
    [url, '/a.png', 'notAUrl'],
    [url, '//files.example/a.png', 'notAUrl'],
    [url, 'ftp://files.example/a.png', 'notAUrl'],
    [url, 'file:///etc/passwd', 'notAUrl'],
    [url, 'data:image/png;base64,AAAA', 'notAUrl'],
    [url, 'javascript://x', 'notAUrl'],
    [url, 'https:files.example', 'notAUrl'],
    [url, 'https:///files.example', 'notAUrl'],
    [url, 'https://', 'notAUrl'],
    [url, 'https://a:99999/', 'notAUrl'],
    [url, 'asset://abc123', 'notAUrl'],
    [url, 'https://user:secret@files.example/a', 'urlWithCredentials'],
    [url, 'https://user@files.example/a', 'urlWithCredentials'],
    [url, 'https://@files.example/a', 'urlWithCredentials'],
    [url, 'https://:@files.example/a', 'urlWithCredentials'],
    [url, 'https://files.example\\@evil.example/a', 'notAUrl'],
    [url, 'https://files.example/a\\b.png', 'notAUrl'],
    [url, 'https://files.example/a b.png', 'notAUrl'],
    [url, 'https://files.example/a\u00a0b.png', 'notAUrl'],
    [url, 'https://files..example/a', 'notAUrl'],
    [url, 'https://.files.example/a', 'notAUrl'],
    [url, 'https://files.example../a', 'notAUrl'],
    [url, 'https://localhost../a', 'notAUrl'],
    [url, 'https://127.0.0.1../a', 'notAUrl'],
    [url, 'https://files.example:0/a', 'notAUrl'],
    [url, 'https://files.example/\u202egnp.a', 'forbiddenCharacter'],
    [url, 'https://files.example/\u2066a', 'forbiddenCharacter'],
    [url, 'https://files.example/a\u0085', 'forbiddenCharacter'],
    [url, 'https://files.example/a\u0000.png', 'forbiddenCharacter'],
    [url, 'https://files.example/a\n.png', 'forbiddenCharacter'],
    [url, 'https://files.example/\ud83d', 'forbiddenCharacter'],
    [url, 5, 'wrongType'],
    [url, { url: 'https://files.example/a' }, 'wrongType'],
    [url, [['https://files.example/a']], 'wrongType'],
    [url, [], 'required'],
    [url, [''], 'required'],
    [url, '', 'required'],
    [hosted, 'https://elsewhere.example/p/1', 'forbiddenHost'],
    [hosted, 'https://sora.chatgpt.com/p/1234567890123456789', 'tooLong'],
  ])('%j refuses %j as %s', (shape, given, code) => {
    expect(outcomeOf(shape, given)).toEqual({ refused: [code] })
  })

  test('of ten megabytes is refused', () => {
    expect(outcomeOf(url, `https://files.example/${'a'.repeat(10_000_000)}`)).toEqual({
      refused: ['tooLong'],
    })
  })

  test('given as a list is its first, and says so when there were more', () => {
    const given = ['https://files.example/1', 'https://files.example/2']
    expect(tryValue(url, given)).toMatchObject({
      input: { it: 'https://files.example/1' },
      warnings: [{ path: 'input.it', code: 'firstItemTaken' }],
    })
    expect(tryValue(url, given.slice(0, 1))).toMatchObject({ warnings: [] })
  })

  test.each([[['https://files.example/a']], [' https://files.example/a']])(
    'is not taken from %j under strict',
    (given) => {
      expect(tryValue(url, given, { strict: true }).ok).toBe(false)
    },
  )

  test.each([
    'https://user:secret@files.example/a',
    'ftp://user:secret@files.example/a',
    'user:secret@files',
  ])('never brings a password back: %s', (given) => {
    expect(JSON.stringify(tryValue(url, given))).not.toContain('secret')
  })

  test.each([
    'localhost',
    'LOCALHOST:8080',
    'localhost.',
    'app.localhost',
    'nas.local',
    'vault.internal',
    'minio',
    '127.0.0.1',
    '0x7f.1',
    '2130706433',
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '224.0.0.1',
    '[::1]',
    '[::]',
    '[::ffff:10.0.0.1]',
    '[::ffff:0:127.0.0.1]',
    '[::127.0.0.1]',
    '[64:ff9b::10.0.0.1]',
    '[64:ff9b::8.8.8.8]',
    '[64:ff9b:1::1]',
    '[2002:7f00:1::]',
    '[2001:0:4136:e378::]',
    '[2001:db8::1]',
    '[3fff::1]',
    '[100::1]',
    '[fc00::1]',
    '[fcff::1]',
    '[fd00::1]',
    '[fe80::1]',
    '[fec0::1]',
    '[ff02::1]',
    // No address of the part of IPv6 that is routed, however much they look like private ones.
    '[fec::1]',
    '[fd::1]',
    '100.127.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.1',
    '203.0.113.1',
    'wiki.corp',
    'nas.home',
    'nas.home.arpa',
    'localhost.localdomain',
    'api.test',
    'api.invalid',
  ])('on %s is refused, since KIE cannot reach it', (host) => {
    expect(outcomeOf(url, `http://${host}/a.png`)).toEqual({ refused: ['privateHost'] })
  })

  test.each([
    '172.15.0.1',
    '172.32.0.1',
    '100.128.0.1',
    '192.169.0.1',
    '100.63.255.255',
    '192.0.1.1',
    '198.17.255.255',
    '198.20.0.1',
    '203.0.114.1',
    'files.example.',
    'localhost.example',
    'home.example',
    'mytest.example',
    '[2001:4860:4860::8888]',
    '[2606:4700::1111]',
    '[2a00:1450:4001::1]',
    '[::ffff:8.8.8.8]',
  ])('on %s is public as far as its name tells', (host) => {
    expect(outcomeOf(url, `http://${host}/a.png`)).toMatchObject({ sent: expect.any(String) })
  })
})
