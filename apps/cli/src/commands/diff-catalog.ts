import { EXIT, JSON_OPTION, textOf, type Command } from '../command.ts'
import { compareCatalog, differs } from '../difference/compare-catalog.ts'
import { renderDifference } from '../render/difference.ts'

export const diffCatalog: Command = {
  name: 'catalog diff',
  takes: [],
  summary: "Compare the catalogue with KIE's live list of models",
  details:
    'Asks once, with the key of KIE_AI_API_KEY; nothing is paid. Exit code 1 when a model is new, gone or back.\n' +
    'Prices are texts at KIE: those with other numbers of credits are shown, and are no difference by themselves.',
  options: {
    url: { type: 'string', value: 'url', says: 'where KIE is, instead of KIE_BASE_URL' },
    json: JSON_OPTION,
  },
  examples: [
    'KIE_AI_API_KEY=... kiln catalog diff',
    'KIE_AI_API_KEY=simulated kiln catalog diff --url http://127.0.0.1:4010',
  ],
  async run(_positionals, values, { preflight, askKie, out, ink }) {
    const listing = await askKie(textOf(values, 'url'))
    if (!listing.ok) return { exit: EXIT.cannot, fault: listing.fault, hint: listing.hint }
    const difference = compareCatalog(preflight().catalog, listing.models)
    const asJson = values['json'] === true
    await out(asJson ? `${JSON.stringify(difference, null, 2)}\n` : renderDifference(difference, ink))
    return { exit: differs(difference) ? EXIT.bad : EXIT.good }
  },
}
