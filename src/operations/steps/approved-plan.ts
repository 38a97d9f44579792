import { createHash } from 'node:crypto'
import type { Target } from '../../aws/target.js'
import type { ApprovedPlan, PlannedConfiguration, PlannedExtension } from '../../approval/plan.js'
import type { ReleaseInputs } from '../../inputs/deploy.js'
import type { ExtensionInputs } from '../../inputs/extension.js'
import type { CommonInputs } from '../../inputs/inputs.js'
import { canonicalDefinition } from '../../inputs/values/extension-definition.js'
import type { FoundConfiguration } from './find-configuration.js'

/**
 * All that an approval of a deployment rests on.
 * @param latestDeploymentNumber of the environment, 0 when it has none
 */
export function approvedPlan(
  inputs: ReleaseInputs & CommonInputs,
  { application, environment, profile, strategy }: Target,
  configuration: FoundConfiguration,
  latestDeploymentNumber: number,
): ApprovedPlan {
  return {
    region: inputs.region,
    application: { id: application.id, name: application.name },
    environment: { id: environment.id, name: environment.name },
    profile: { id: profile.id, name: profile.name },
    strategy: { id: strategy.id, name: strategy.name, ...strategy.numbers },
    configuration: plannedConfiguration(configuration),
    extension: inputs.extension === undefined ? null : plannedExtension(inputs.extension),
    kmsKeyIdentifier: inputs.kmsKey?.identifier ?? null,
    dynamicParametersDigest: mapDigest(inputs.dynamicExtensionParameters),
    latestDeploymentNumber,
  }
}

/** SHA-256 in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

function plannedConfiguration(configuration: FoundConfiguration): PlannedConfiguration {
  switch (configuration.kind) {
    case 'version':
      return { kind: 'version', version: configuration.version }
    case 'file': {
      const { path, content, contentType, label } = configuration.file
      return { kind: 'file', path, contentDigest: sha256(content), contentType, label: label ?? null }
    }
  }
}

function plannedExtension({ wanted, association, parameters }: ExtensionInputs): PlannedExtension {
  return {
    name: wanted.definition.name,
    definitionDigest: sha256(canonicalDefinition(wanted.definition)),
    association,
    parametersDigest: mapDigest(parameters),
  }
}

/** Of a map of texts, whatever their order; null for none. */
function mapDigest(map: Readonly<Record<string, string>> | undefined): string | null {
  if (map === undefined) return null
  return sha256(JSON.stringify(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1))))
}
