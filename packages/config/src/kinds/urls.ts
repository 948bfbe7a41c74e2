/** An absolute http(s) URL to which paths are appended, without its final slash; null for anything else. */
export function parseBaseUrl(text: string): string | null {
  if (!URL.canParse(text)) return null
  const { protocol, username, password, href } = new URL(text)
  const isPlain = /^https?:$/.test(protocol) && username === '' && password === '' && !/[?#]/.test(href)
  return isPlain ? href.replace(/\/+$/, '') : null
}
