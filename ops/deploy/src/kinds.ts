import { ScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1'
import { Deployment, StatefulSet } from 'kubernetes-models/apps/v1'
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1'
import { ConfigMap, Namespace, Service } from 'kubernetes-models/v1'

export interface Manifest {
  file: string
  apiVersion: string
  kind: string
  metadata: { name: string }
  spec?: unknown
  data?: Record<string, string>
}

/** A model of kubernetes-models, which knows its schema. */
interface Model {
  // oxlint-disable-next-line typescript/no-explicit-any -- each has its own type of data
  new (data: any): { validate(): void }
}

/** Every kind that kiln is deployed with, and where its model and its type are found. */
export const KINDS: Readonly<Record<string, { model: Model; from: string; type: string }>> = {
  'apps/v1 Deployment': { model: Deployment, from: 'kubernetes-models/apps/v1', type: 'IDeployment' },
  'apps/v1 StatefulSet': { model: StatefulSet, from: 'kubernetes-models/apps/v1', type: 'IStatefulSet' },
  'keda.sh/v1alpha1 ScaledObject': {
    model: ScaledObject,
    from: '@kubernetes-models/keda/keda.sh/v1alpha1',
    type: 'IScaledObject',
  },
  'policy/v1 PodDisruptionBudget': {
    model: PodDisruptionBudget,
    from: 'kubernetes-models/policy/v1',
    type: 'IPodDisruptionBudget',
  },
  'v1 ConfigMap': { model: ConfigMap, from: 'kubernetes-models/v1', type: 'IConfigMap' },
  'v1 Namespace': { model: Namespace, from: 'kubernetes-models/v1', type: 'INamespace' },
  'v1 Service': { model: Service, from: 'kubernetes-models/v1', type: 'IService' },
}

export const kindOf = ({ apiVersion, kind }: Manifest) => KINDS[`${apiVersion} ${kind}`]

export const nameOf = ({ file, kind, metadata }: Manifest) => `${file}: ${kind} ${metadata.name}`
