import Sequencer from '@jest/test-sequencer'

/** Files that wait for processes, in real time. Begun last, one of them alone would be waited for at the end. */
const WAITS = /\/(?:e2e|chaos|bench|tools)\//

export default class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests)
    return [
      ...sorted.filter(({ path }) => WAITS.test(path)),
      ...sorted.filter(({ path }) => !WAITS.test(path)),
    ]
  }
}
