import { API_OPTION } from '../api/ask-kiln.ts'
import { EXIT, JSON_OPTION, textOf, type Command } from '../command.ts'
import { LEVELS } from '../doctor/findings.ts'
import { renderDoctor, tellFinding } from '../render/doctor.ts'
import { inJson } from '../render/in-json.ts'

export const doctor: Command = {
  name: 'doctor',
  takes: [],
  words: ({ commands }) => commands.doctor,
  options: { api: API_OPTION, json: JSON_OPTION },
  examples: ['kiln doctor', 'kiln doctor --api https://kiln.example.com --json'],
  async run(_positionals, values, deps) {
    const { examine, out, ink, words, language } = deps
    const looked = await examine(textOf(values, 'api'), language, words)
    if (!looked.ok) return { exit: EXIT.cannot, fault: looked.fault, hint: looked.hint }
    const findings = looked.subjects.flatMap(({ subject, findings: of }) =>
      of.map((finding) => ({
        subject,
        level: LEVELS[finding.code],
        ...finding,
        ...tellFinding(finding, words),
      })),
    )
    const isBroken = findings.some(({ level }) => level === 'broken')
    const asJson = values['json'] === true
    await out(asJson ? inJson({ ok: !isBroken, findings }) : renderDoctor(findings, ink, words))
    return { exit: isBroken ? EXIT.bad : EXIT.good }
  },
}
