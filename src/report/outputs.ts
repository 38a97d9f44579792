import { rollbackReason } from '../deployment/rollback-reason.js'
import { rollbackSentence } from './text/rollback-sentence.js'
import { eventLogJson } from './text/event-log-json.js'
import type { Known } from '../operations/run.js'

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

/** The outputs that follow from what is known; one that nothing is known about is left out. */
export function outputsOf(known: Known): Readonly<Partial<Record<OutputName, string>>> {
  const { deployment, publishedExtension } = known
  const isRolledBack = deployment?.state === 'ROLLED_BACK' || deployment?.state === 'REVERTED'
  const reason = isRolledBack ? rollbackReason(deployment.events) : undefined
  return withoutUnknown({
    'deployment-number': text(deployment?.number),
    state: deployment?.state,
    changed: String(known.changed),
    'application-id': known.application?.id,
    'environment-id': known.environment?.id,
    'configuration-profile-id': known.profile?.id,
    'deployment-strategy-id': known.strategy?.id,
    'configuration-version': deployment?.configurationVersion ?? known.configurationVersion,
    'version-label': deployment?.versionLabel ?? known.versionLabel,
    'extension-id': publishedExtension?.id,
    'extension-arn': publishedExtension?.arn,
    'extension-version': text(publishedExtension?.version),
    'applied-extensions': deployment === undefined ? undefined : appliedExtensionsJson(deployment),
    'kms-key-arn': deployment?.kmsKeyArn,
    'percentage-complete': text(deployment?.percentageComplete),
    'started-at': isoText(deployment?.startedAtMs),
    'completed-at': isoText(deployment?.completedAtMs),
    'rollback-reason': reason === undefined ? undefined : rollbackSentence(reason),
    'event-log': deployment === undefined ? undefined : eventLogJson(deployment.events),
    'console-url': known.consoleUrl,
    plan: known.planText,
    'has-changes': known.plan === undefined ? undefined : String(known.plan.hasChanges),
  })
}

function appliedExtensionsJson(deployment: NonNullable<Known['deployment']>): string {
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
