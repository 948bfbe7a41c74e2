export interface Instruction {
  verb: string
  rest: string
}

export interface Stage {
  name: string
  from: string
  instructions: readonly Instruction[]
}

/** The stages of a Dockerfile, as far as kiln's own one goes: no here-documents, no other escape. */
export function parseDockerfile(text: string): Stage[] {
  const lines = text
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replaceAll(/\s*\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const stages: { name: string; from: string; instructions: Instruction[] }[] = []
  for (const line of lines) {
    const [, verb = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? []
    if (verb === 'FROM') {
      const [from = '', , name = ''] = rest.split(/\s+/)
      stages.push({ name, from, instructions: [] })
    } else stages.at(-1)?.instructions.push({ verb, rest })
  }
  return stages
}

interface ImageCopy {
  /** A path in the build stage. */
  source: string
  target: string
  owner: string | null
}

/** What a container of the image begins with. */
export interface Image {
  env: Record<string, string>
  user: string
  workdir: string
  argv: string[]
  healthcheck: string[]
  copies: ImageCopy[]
}

/** A final stage with what it has from the stages below it, which copy and set, and run nothing. */
export function readImage(stages: readonly Stage[], name: string): Image {
  const stage = stages.find((each) => each.name === name)
  if (stage === undefined) throw new Error(`the Dockerfile has no stage ${name}`)
  const isStage = stages.some((each) => each.name === stage.from)
  const image: Image = isStage
    ? readImage(stages, stage.from)
    : { env: {}, user: '', workdir: '/', argv: [], healthcheck: [], copies: [] }
  for (const { verb, rest } of stage.instructions) (READERS[verb] ?? refuse(verb))(image, rest)
  return image
}

const nothing = () => undefined

const READERS: Readonly<Record<string, (image: Image, rest: string) => void>> = {
  ARG: nothing,
  LABEL: nothing,
  EXPOSE: nothing,
  VOLUME: nothing,
  ENV: (image, rest) => Object.assign(image.env, readEnv(rest)),
  USER: (image, rest) => (image.user = rest),
  WORKDIR: (image, rest) => (image.workdir = rest),
  ENTRYPOINT: (image, rest) => (image.argv = execForm(rest)),
  HEALTHCHECK: (image, rest) => (image.healthcheck = execForm(rest.slice(rest.indexOf('[')))),
  COPY: (image, rest) => image.copies.push(readCopy(rest)),
}

function refuse(verb: string): never {
  throw new Error(`a final stage may not ${verb}: the proof could not do it`)
}

export function readEnv(rest: string): Record<string, string> {
  const pairs = rest.matchAll(/(\w+)=(?:"([^"]*)"|(\S*))/g)
  return Object.fromEntries([...pairs].map(([, name, quoted, plain]) => [name, quoted ?? plain ?? '']))
}

/** A shell would stand between the process and SIGTERM. */
function execForm(text: string): string[] {
  if (!text.startsWith('[')) throw new Error(`must be a list in exec form, got ${text}`)
  return JSON.parse(text) as string[]
}

function readCopy(rest: string): ImageCopy {
  const words = rest.split(/\s+/)
  const [source = '', target = ''] = words.filter((word) => !word.startsWith('--'))
  if (!words.includes('--from=build')) throw new Error(`a final stage copies from build only, got ${rest}`)
  return { source, target, owner: words.find((word) => word.startsWith('--chown='))?.slice(8) ?? null }
}
