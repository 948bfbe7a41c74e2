import { createHash } from 'node:crypto'

/** All the page has: it reads on a screen, in the dark and on paper. */
export const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 64rem; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin: 0; overflow-wrap: anywhere; }
h2 { border-bottom: 1px solid; break-after: avoid; font-size: 1.05rem; margin: 2rem 0 .5rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #8885; padding: .25rem .75rem .25rem 0; text-align: start; vertical-align: top; }
td { overflow-wrap: anywhere; }
tr { break-inside: avoid; }
tbody th { font-weight: normal; opacity: .75; white-space: nowrap; width: 14rem; }
time, code { font: 13px/1.5 ui-monospace, monospace; }
time { white-space: nowrap; }
pre { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
.state { font-size: 1.1rem; margin: .25rem 0; }
.small { font-size: .85rem; opacity: .75; }
.wide { overflow-x: auto; }
@media print { body { margin: 0; max-width: none; } .wide { overflow: visible; } :root { font-size: 11px; } time, code, pre { font-size: 10px; } }
`

/** Nothing runs and nothing is loaded; this style and no other is applied. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256')
  .update(STYLE)
  .digest('base64')}'; base-uri 'none'; form-action 'none'`
