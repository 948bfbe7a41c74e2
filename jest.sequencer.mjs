import Sequencer from '@jest/test-sequencer'

/** Files that wait for processes, in real time. Begun last, one of them alone would be waited for at the end. */
const WAITS = /\/(?:e2e|chaos|bench|tools)\//

export default class extends Sequencer {
  sort(tests) {
    // oxlint-disable-next-line unicorn/no-array-sort -- jest's own method of that name, and no array's
    const sorted = super.sort(tests)
    return [
      ...sorted.filter(({ path }) => WAITS.test(path)),
      ...sorted.filter(({ path }) => !WAITS.test(path)),
    ]
  }
}
