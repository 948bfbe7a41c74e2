import type { Step } from './flow.ts'

/** What is said above a command, by what it begins with. */
const TOLD: readonly (readonly [start: RegExp, text: string])[] = [
  [
    /^kiln failures$/,
    'What failed, and why: a row for each cause, the biggest first. A group has the same id tomorrow.',
  ],
  [/^kiln failures cause_/, 'One of them: whose fault it is, what to do, and what to type next.'],
  [/--plan$/, 'What running it again would come to. Nothing is written or sent.'],
  [
    /--canary 5/,
    'KIE has repaired its error. Five jobs go alone; when all of them are well, the rest follows.',
  ],
  [
    /--canary 3/,
    'The same where nothing was repaired: the canary comes back as it was, and the rest is left alone. The exit code is 1.',
  ],
  [/^kiln jobs/, 'These need another prompt and no new attempt: here they are.'],
]
const LAST = 'And what is left.'

/** The session as a page: every command, and everything it wrote. */
export function renderPage(steps: readonly Step[], facts: { failures: number }): string {
  const parts = steps.map((step, at) => {
    const told =
      at > 0 && at === steps.length - 1 ? LAST : TOLD.find(([start]) => start.test(step.command))?.[1]
    return `${told ?? ''}\n\n\`\`\`text\n$ ${step.command}\n${step.output}\`\`\`\n`
  })
  return `# From ${facts.failures} failures to the right ones run again

An operator's session, recorded: real processes, a private Redis and the simulated KIE. \`pnpm session\` makes this page
anew, and a test runs the same commands on a smaller day and compares. Ids and times are made even, progress is left at its last line;
the rest is what was written. What each command does: [cli.md](cli.md); how groups and bulk requeues work:
[failures.md](failures.md).

${parts.join('\n')}
The same as a picture of the terminal:

![The session in a terminal](operator-session.svg)
`
}
