import { expect, test } from '@jest/globals'
import { isWhole, linksToLaunchers, type ProcessFacts } from './watch-launchers.ts'

type Table = Record<number, ProcessFacts>
const reader = (table: Table) => (pid: number) => table[pid] ?? null

const NPX: Table = {
  50: { parent: 40, command: 'node --conditions=kie-src --import tsx tools/local/src/start/main.ts' },
  40: { parent: 30, command: 'sh -c node --conditions=kie-src --import tsx tools/local/src/start/main.ts' },
  30: { parent: 20, command: 'node /root/.npm/_npx/1/node_modules/.bin/pnpm start' },
  20: { parent: 10, command: "sh -c 'pnpm' start" },
  10: { parent: 5, command: 'npm exec pnpm@10.34.9 start' },
  5: { parent: 2, command: 'sh -c npx -y pnpm@10.34.9 start & echo started' },
  2: { parent: 1, command: '-bash' },
  1: { parent: 0, command: '/sbin/init' },
}

test('the chain reaches up to the outermost package manager, not to the shell that called it', () => {
  expect(linksToLaunchers(50, reader(NPX))).toEqual([
    { pid: 50, parent: 40 },
    { pid: 40, parent: 30 },
    { pid: 30, parent: 20 },
    { pid: 20, parent: 10 },
  ])
})

test('without a package manager there is nothing to watch', () => {
  const direct = {
    50: { parent: 5, command: 'node main.ts' },
    5: { parent: 1, command: 'sh -c node main.ts' },
  }
  expect(linksToLaunchers(50, reader(direct))).toEqual([])
  expect(linksToLaunchers(50, () => null)).toEqual([])
})

test('a link breaks when its process gets another parent, or is gone', () => {
  const links = linksToLaunchers(50, reader(NPX))
  expect(isWhole(links, reader(NPX))).toBe(true)
  const orphaned = { ...NPX, 30: { parent: 1, command: 'node pnpm start' } }
  expect(isWhole(links, reader(orphaned))).toBe(false)
  const { 40: gone, ...rest } = NPX
  expect([gone, isWhole(links, reader(rest))]).toEqual([NPX[40], false])
})
