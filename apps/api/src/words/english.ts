const codes = (names: readonly string[]) => names.map((name) => `\`${name}\``)

/** What only the HTTP side says. Each language has all of it. */
export const ENGLISH = {
  emptyBody: 'The body is empty.',
  scopeNeeded: (needed: string, held: readonly string[]) =>
    `This call needs the scope \`${needed}\`; the key has ${codes(held).join(', ')}.`,
  didYouMean: (ids: readonly string[]) => `Did you mean ${ids.join(' or ')}?`,
  jobIs: (state: string, meaning: string) => `The job is ${state}: ${meaning}.`,
}
