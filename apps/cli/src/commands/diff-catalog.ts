import { EXIT, JSON_OPTION, textOf, type Command } from '../command.ts'
import { compareCatalog, differs } from '../difference/compare-catalog.ts'
import { renderDifference } from '../render/difference.ts'
import { inJson } from '../render/in-json.ts'

export const diffCatalog: Command = {
  name: 'catalog diff',
  takes: [],
  words: ({ commands }) => commands.diff,
  options: {
    url: { type: 'string', value: 'url' },
    json: JSON_OPTION,
  },
  examples: [
    'KIE_AI_API_KEY=... kiln catalog diff',
    'KIE_AI_API_KEY=simulated kiln catalog diff --url http://127.0.0.1:4010',
  ],
  async run(_positionals, values, { preflight, askKie, out, ink, words }) {
    const listing = await askKie(textOf(values, 'url'), words)
    if (!listing.ok) return { exit: EXIT.cannot, fault: listing.fault, hint: listing.hint }
    const difference = compareCatalog(preflight().catalog, listing.models)
    const asJson = values['json'] === true
    await out(asJson ? inJson(difference) : renderDifference(difference, ink, words))
    return { exit: differs(difference) ? EXIT.bad : EXIT.good }
  },
}
