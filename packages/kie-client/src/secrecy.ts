/** Turns any text that goes out of this package into one without the API key. */
export type Scrub = (text: string) => string

/**
 * Below this length a key cannot be told from ordinary text: taking `simulator` for a secret would
 * break every URL with that word in it. KIE's keys have 32 characters.
 */
const MIN_SECRET_LENGTH = 12

const REPLACEMENT = '[key]'

export function scrubberFor(apiKey: string): Scrub {
  if (apiKey.length < MIN_SECRET_LENGTH) return (text) => text
  // The spellings in which a peer can give the key back: as it is, inside JSON, inside a URL.
  const spellings = new Set([
    apiKey,
    JSON.stringify(apiKey).slice(1, -1),
    apiKey.replaceAll('/', String.raw`\/`),
    encodeURIComponent(apiKey),
  ])
  return (text) => {
    let scrubbed = text
    for (const spelling of spellings) scrubbed = scrubbed.replaceAll(spelling, REPLACEMENT)
    return scrubbed
  }
}
