import type { AppliedExtension, Deployment, NamedResource, StrategyNumbers } from './deployment.js'
import type { LiveVersion } from './live-version.js'
import type { Outcome } from './outcome.js'
import type { SavedRun } from './run-record.js'
import type { RollbackReason } from './rollback-reason.js'

/** What the run was to do: every operation that there is. */
export const OPERATIONS = [
  'deploy',
  'plan',
  'apply',
  'watch',
  'rollback',
  'status',
  'remove-environment',
] as const
export type Operation = (typeof OPERATIONS)[number]

/** The extension version that this run published, or found published. */
export interface PublishedExtension extends NamedResource {
  readonly arn: string
  readonly version: number
  /** The newest version had this definition already, so none was made. */
  readonly reused: boolean
  readonly association?: AssociationChange | undefined
}

/** What became of the association with the published version. */
export interface AssociationChange {
  readonly change: 'created' | 'replaced' | 'updated' | 'kept'
  /** What it is associated with, in words: `environment production`. */
  readonly resource: string
  /** The version that the association was pinned to before, when it was replaced. */
  readonly previousVersion?: number | undefined
}

/** An extension that the deployment applied, with what only the caller knows about it. */
export interface AppliedExtensionFacts {
  readonly applied: AppliedExtension
  readonly name?: string | undefined
  /** Why this is not what was expected, such as another version than the published one. */
  readonly warning?: string | undefined
}

/** Who asked for the run, and where to read more. */
export interface RunFacts {
  readonly actor?: string | undefined
  readonly repository?: string | undefined
  readonly sha?: string | undefined
  /** Built by the caller like `runUrl`. */
  readonly commitUrl?: string | undefined
  /** Built by the caller from the server, the repository and the run's ID. */
  readonly runUrl?: string | undefined
}

/** A problem at a place in a file, with line and column from 1. */
export interface FileProblemFacts {
  readonly file: string
  readonly message: string
  readonly line?: number
  readonly column?: number
}

/** What a deploy with the same inputs would do, and what guards it. */
export interface PlanFacts {
  readonly hasChanges: boolean
  /** What becomes of the configuration, in words: "publishes flags.json as a new version". */
  readonly configuration: string
  readonly extension?: string | undefined
  readonly strategy: StrategyNumbers
  readonly kmsKeyIdentifier?: string | undefined
  /** The CloudWatch alarms that AppConfig watches in the environment. */
  readonly alarmArns: readonly string[]
  /** What the environment runs now, in words. */
  readonly running: string
  /** Another deployment that occupies the environment. */
  readonly inProgress?: number | undefined
  readonly latestDeploymentNumber: number
  /** Markdown, escaped by whoever made it; absent where content must not be shown. */
  readonly diff?: string | undefined
  /** `show-diff: true`: the diff may stand where GitHub masks nothing, as in a comment. */
  readonly isDiffRequested?: boolean | undefined
  /** Why there is no diff. */
  readonly diffHidden?: string | undefined
}

/**
 * What a run has found out and done so far. Everything may be missing, since a run can fail before it knows.
 * Names, descriptions and messages are untrusted; the URLs must be of the caller's own making.
 */
export interface Facts {
  readonly operation?: Operation | undefined
  readonly application?: NamedResource | undefined
  readonly environment?: NamedResource | undefined
  /** The environment was missing, and this run created it. */
  readonly environmentCreated?: boolean | undefined
  /** `type` is AppConfig's word, such as `AWS.Freeform`. */
  readonly profile?: (NamedResource & { readonly type?: string | undefined }) | undefined
  readonly strategy?: NamedResource | undefined
  /** The CloudWatch alarms that monitor the environment. */
  readonly alarmArns?: readonly string[] | undefined
  /** The version to deploy; the deployment's own is preferred. */
  readonly configurationVersion?: string | undefined
  readonly versionLabel?: string | undefined
  /** For people: without the provenance marker. */
  readonly description?: string | undefined
  /** The AWS account that the credentials belong to. */
  readonly accountId?: string | undefined
  readonly region?: string | undefined
  readonly consoleUrl?: string | undefined
  /** The last known look at the deployment; absent when none was started or found. */
  readonly deployment?: Deployment | undefined
  /** StartDeployment was sent and its answer lost: a deployment may be in progress that the run cannot name. */
  readonly startUnconfirmed?: boolean | undefined
  /** Which version the environment runs once the deployment has been taken back, as a rollback has found out. */
  readonly liveVersion?: LiveVersion | undefined
  /** AWS took the stop of the deployment, and its end could not be confirmed. */
  readonly stopAccepted?: boolean | undefined
  readonly publishedExtension?: PublishedExtension | undefined
  readonly appliedExtensions?: readonly AppliedExtensionFacts[] | undefined
  readonly kms?: { readonly requested?: string | undefined; readonly arn?: string | undefined } | undefined
  readonly run?: RunFacts | undefined
  /** What is wrong with the configuration file, by its place in it. */
  readonly fileProblems?: readonly FileProblemFacts[] | undefined
  /** What a plan found. */
  readonly plan?: PlanFacts | undefined
  readonly warnings?: readonly string[] | undefined
  /** How long one of AppConfig's minutes lasts, in milliseconds: 60,000 unless told otherwise, less for a simulator. */
  readonly minuteMs?: number | undefined
  /** Whether the run changed anything in AWS. */
  readonly changed?: boolean | undefined
  /** Why the deployment was rolled back or reverted: computed once, for outputs, summary and GitHub alike. */
  readonly rollbackReason?: RollbackReason | undefined
  /** The approved plan as text, for the output. */
  readonly planText?: string | undefined
  /** What the run would leave behind if it ended now. */
  readonly pending?: SavedRun | undefined
}

/** The facts of a run that has ended, with its outcome: all that a report draws on. */
export interface SummaryFacts extends Facts {
  readonly outcome: Outcome
  /** The service's time, in milliseconds since the epoch. */
  readonly nowMs: number
}

/** Steps of an operation: they yield each fact as soon as it is certain, and return their result. */
export type Steps<Result> = AsyncGenerator<Facts, Result, void>

/** The facts with newer ones in their place. Warnings and problems in files are added to those that there are. */
export function withFacts(facts: Facts, newer: Facts): Facts {
  const warnings = [...(facts.warnings ?? []), ...(newer.warnings ?? [])]
  const fileProblems = [...(facts.fileProblems ?? []), ...(newer.fileProblems ?? [])]
  return {
    ...facts,
    ...newer,
    ...(warnings.length === 0 ? {} : { warnings }),
    ...(fileProblems.length === 0 ? {} : { fileProblems }),
  }
}
