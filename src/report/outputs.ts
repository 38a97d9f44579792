import { rollbackSentence } from './text/rollback-sentence.js'
import { eventLogJson } from './text/event-log-json.js'
import type { Deployment } from '../deployment/deployment.js'
import type { Facts } from '../deployment/facts.js'

/** The outputs, in the order of action.yml. */
export const OUTPUT_NAMES = [
  'deployment-number',
  'state',
  'changed',
  'application-id',
  'environment-id',
  'configuration-profile-id',
  'deployment-strategy-id',
  'configuration-version',
  'version-label',
  'extension-id',
  'extension-arn',
  'extension-version',
  'applied-extensions',
  'kms-key-arn',
  'percentage-complete',
  'started-at',
  'completed-at',
  'rollback-reason',
  'event-log',
  'console-url',
  'plan',
  'has-changes',
] as const
export type OutputName = (typeof OUTPUT_NAMES)[number]

/** The outputs that follow from the facts; one that nothing is known about is left out. */
export function outputsOf(facts: Facts): Readonly<Partial<Record<OutputName, string>>> {
  const { deployment, publishedExtension } = facts
  return withoutUnknown({
    'deployment-number': text(deployment?.number),
    state: deployment?.state,
    changed: String(facts.changed ?? false),
    'application-id': facts.application?.id,
    'environment-id': facts.environment?.id,
    'configuration-profile-id': facts.profile?.id,
    'deployment-strategy-id': facts.strategy?.id,
    'configuration-version': deployment?.configurationVersion ?? facts.configurationVersion,
    'version-label': deployment?.versionLabel ?? facts.versionLabel,
    'extension-id': publishedExtension?.id,
    'extension-arn': publishedExtension?.arn,
    'extension-version': text(publishedExtension?.version),
    'applied-extensions': deployment === undefined ? undefined : appliedExtensionsJson(deployment),
    'kms-key-arn': deployment?.kmsKeyArn,
    'percentage-complete': text(deployment?.percentageComplete),
    'started-at': isoText(deployment?.startedAtMs),
    'completed-at': isoText(deployment?.completedAtMs),
    'rollback-reason':
      facts.rollbackReason === undefined ? undefined : rollbackSentence(facts.rollbackReason),
    'event-log': deployment === undefined ? undefined : eventLogJson(deployment.events),
    'console-url': facts.consoleUrl,
    plan: facts.planText,
    'has-changes': facts.plan === undefined ? undefined : String(facts.plan.hasChanges),
  })
}

function appliedExtensionsJson(deployment: Deployment): string {
  return JSON.stringify(
    deployment.appliedExtensions.map((applied) => ({
      ExtensionId: applied.extensionId,
      VersionNumber: applied.versionNumber,
      ExtensionAssociationId: applied.associationId,
    })),
  )
}

function text(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value)
}

function isoText(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString()
}

function withoutUnknown<Name extends string>(
  outputs: Readonly<Record<Name, string | undefined>>,
): Readonly<Partial<Record<Name, string>>>
function withoutUnknown(
  outputs: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(outputs).filter(([, value]) => value !== undefined && value !== ''),
  )
}
