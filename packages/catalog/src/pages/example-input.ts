import { loadCatalog } from '../catalog.ts'
import type { ModelFile, Parameter, Shape } from '../model-file.ts'

const catalog = loadCatalog()

/** The least that a model takes: what it requires, then whatever its rules still miss. */
export function exampleInput(model: ModelFile): Record<string, unknown> {
  const needed = new Set(
    model.params.filter((one) => one.required && one.default === undefined).map(({ name }) => name),
  )
  // Rules that want a parameter say so one after the other.
  for (let round = 0; round < 5; round++) {
    const result = catalog.check(model.id, inputWith(model, needed))
    const missing = result.ok ? [] : result.errors.filter(({ code }) => code === 'required')
    for (const { path } of missing) needed.add(path.replace('input.', ''))
  }
  return inputWith(model, needed)
}

function inputWith({ params }: ModelFile, needed: ReadonlySet<string>): Record<string, unknown> {
  const chosen = params.filter(({ name }) => needed.has(name))
  return Object.fromEntries(chosen.map((parameter) => [parameter.name, exampleOf(parameter, parameter.name)]))
}

function exampleOf(shape: Shape | Parameter, name: string): unknown {
  switch (shape.type) {
    case 'string':
      return textFor(name, shape)
    case 'number':
    case 'integer':
      return numberFor(name, shape)
    case 'boolean':
      return false
    case 'enum':
      return shape.values[0]
    case 'url':
      return linkFor(name, shape)
    case 'url_array':
      return Array.from({ length: shape.minItems ?? 1 }, () => linkFor(name, shape))
    case 'array':
      if (!('items' in shape)) return [[0, 0, 100, 100]]
      return Array.from({ length: shape.minItems ?? 1 }, () => exampleOf(shape.items, name))
    case 'object': {
      const wanted = shape.params.filter((one) => one.required && one.default === undefined)
      return Object.fromEntries(wanted.map((one) => [one.name, exampleOf(one, one.name)]))
    }
  }
}

function textFor(name: string, { pattern, minLength }: Extract<Shape, { type: 'string' }>): string {
  if (pattern !== undefined) return '1,4'
  if (/task_?id$/i.test(name)) return 'c7a2850a412d4b2082007c30ed240cf2'
  if (/id$/i.test(name)) return 'an-id-that-KIE-gave'
  const text = /prompt|text|scene|lyrics/i.test(name) ? 'A kiln at dusk, embers in the dark' : 'kiln'
  return text.padEnd(minLength ?? 1, ' at dusk')
}

/** Ends lie after beginnings, far enough for every model. */
function numberFor(name: string, { min, max }: Extract<Shape, { type: 'number' | 'integer' }>): number {
  const least = Math.max(min ?? 1, Math.min(1, max ?? 1))
  return /end/i.test(name) ? Math.min(least + 15, max ?? Infinity) : least
}

const ENDINGS: readonly [kind: RegExp, ending: string][] = [
  [/video|clip/i, 'mp4'],
  [/audio|voice|music|upload/i, 'mp3'],
  [/file|link/i, 'pdf'],
]

function linkFor(
  name: string,
  { hosts, mimeTypes }: { hosts?: string[] | undefined; mimeTypes?: string[] | undefined },
) {
  const told = ['image', 'video', 'audio'].find((kind) => mimeTypes?.[0]?.startsWith(kind))
  const ending = ENDINGS.find(([kind]) => kind.test(told ?? name))?.[1] ?? 'png'
  return `https://${hosts?.[0] ?? 'files.example'}/kiln.${ending}`
}
