import { expect, test } from '@jest/globals'
import { findStateFolder } from './state-folder.ts'

test.each([
  [{ XDG_STATE_HOME: '/state', HOME: '/home/ada' }, '/state/kiln'],
  [{ XDG_STATE_HOME: 'relative', HOME: '/home/ada' }, '/home/ada/.local/state/kiln'],
  [{ XDG_STATE_HOME: '', HOME: '/home/ada' }, '/home/ada/.local/state/kiln'],
  [{ HOME: '' }, null],
  [{}, null],
])('with %j what is to be remembered is kept in %s', (env, folder) => {
  expect(findStateFolder(env)).toBe(folder)
})
