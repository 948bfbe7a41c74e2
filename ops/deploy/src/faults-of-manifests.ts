import { kindOf, nameOf, type Manifest } from './kinds.ts'

/** As far as the rules below look into it. */
interface Workload {
  selector: { matchLabels: Record<string, string> }
  template: {
    metadata: { labels: Record<string, string> }
    spec: {
      enableServiceLinks?: boolean
      terminationGracePeriodSeconds: number
      containers: {
        name: string
        ports: { name: string }[]
        lifecycle?: { preStop: { exec: { command: string[] } } }
      }[]
    }
  }
}

export function faultsOfManifests(manifests: readonly Manifest[]): string[] {
  const workloads = manifests.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')
  const graceSeconds = Number.parseInt(
    manifests.find(({ kind }) => kind === 'ConfigMap')?.data?.['KILN_SHUTDOWN_GRACE'] ?? '',
    10,
  )
  return [
    ...manifests.flatMap(faultsOfSchema),
    ...workloads.flatMap((workload) => faultsOfWorkload(workload, graceSeconds)),
    ...manifests
      .filter(({ kind }) => kind === 'Service')
      .flatMap((service) => faultsOfService(service, workloads)),
  ]
}

function faultsOfSchema(manifest: Manifest): string[] {
  const kind = kindOf(manifest)
  if (kind === undefined) return [`${nameOf(manifest)} is of a kind that the check does not know`]
  const { file: _, ...data } = manifest
  try {
    new kind.model(data).validate()
    return []
  } catch (error) {
    return [`${nameOf(manifest)}: ${(error as Error).message}`]
  }
}

function faultsOfWorkload(manifest: Manifest, graceSeconds: number): string[] {
  const { selector, template } = manifest.spec as Workload
  const { containers, terminationGracePeriodSeconds, enableServiceLinks } = template.spec
  const preStop = containers[0]?.lifecycle?.preStop.exec.command ?? []
  const neededSeconds = graceSeconds + Number(preStop[1] ?? 0)
  return [
    ...(enableServiceLinks === false
      ? []
      : [`${nameOf(manifest)} lets Kubernetes set variables, and those of a Service kiln-… look like ours`]),
    ...(fits(selector.matchLabels, template.metadata.labels)
      ? []
      : [`${nameOf(manifest)} does not select its own pods`]),
    ...(terminationGracePeriodSeconds > neededSeconds
      ? []
      : [
          `${nameOf(manifest)} is killed after ${terminationGracePeriodSeconds} s and needs ${neededSeconds} s to end`,
        ]),
  ]
}

function faultsOfService(manifest: Manifest, workloads: readonly Manifest[]): string[] {
  const { selector, ports } = manifest.spec as {
    selector: Record<string, string>
    ports: { targetPort: string }[]
  }
  const selected = workloads.find(({ spec }) => fits(selector, (spec as Workload).template.metadata.labels))
  const names = (selected?.spec as Workload | undefined)?.template.spec.containers.flatMap((each) =>
    each.ports.map(({ name }) => name),
  )
  return ports
    .filter(({ targetPort }) => !names?.includes(targetPort))
    .map(({ targetPort }) => `${nameOf(manifest)} leads to no port ${targetPort}`)
}

const fits = (selector: Record<string, string>, labels: Record<string, string>) =>
  Object.entries(selector).every(([key, value]) => labels[key] === value)
