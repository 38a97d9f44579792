import type * as api from '@aws-sdk/client-appconfig'

/**
 * What an account holds when the simulator starts. Members that AWS has are in AWS's shape and case; those in
 * lower case are the seed's own. Ids are generated where none is given. JSON all through, so it can be a file.
 */
export interface Seed {
  /** The region of the ARNs in the seed, and of requests that are signed for none. Default `us-east-1`. */
  readonly region?: string
  /** Twelve digits, default `123456789012`. */
  readonly account?: string
  /** Where a quota was raised; AppConfig's defaults otherwise. */
  readonly quotas?: Partial<Quotas>
  readonly applications?: readonly SeedApplication[]
  /** Besides the predefined four. */
  readonly strategies?: readonly SeedStrategy[]
  readonly keys?: readonly SeedKey[]
  readonly extensions?: readonly SeedExtension[]
  readonly associations?: readonly SeedAssociation[]
}

/** The quotas of an account, and their defaults (AWS General Reference). */
export interface Quotas {
  /** 100 */
  readonly applications: number
  /** In an application: 20 */
  readonly environments: number
  /** In an application: 100 */
  readonly profiles: number
  /** Of one's own: 20 */
  readonly strategies: number
}

export interface SeedApplication {
  readonly Id?: string
  readonly Name: string
  readonly Description?: string
  readonly environments?: readonly SeedEnvironment[]
  readonly profiles?: readonly SeedProfile[]
}

export interface SeedEnvironment {
  readonly Id?: string
  readonly Name: string
  readonly Description?: string
  readonly Monitors?: readonly { readonly AlarmArn: string; readonly AlarmRoleArn: string }[]
}

export interface SeedProfile {
  readonly Id?: string
  readonly Name: string
  readonly Description?: string
  /** `AWS.Freeform` (default) or `AWS.AppConfig.FeatureFlags`. */
  readonly Type?: string
  /** Default `hosted`. */
  readonly LocationUri?: string
  readonly RetrievalRoleArn?: string
  readonly KmsKeyIdentifier?: string
  readonly Validators?: readonly { readonly Type: api.ValidatorType; readonly Content: string }[]
  /** Hosted versions, oldest first. */
  readonly versions?: readonly SeedVersion[]
  /** The versions that a source outside AppConfig has; without them every version is taken to exist. */
  readonly sourceVersions?: readonly string[]
}

export interface SeedVersion {
  readonly Content: string
  /** Default `application/json`. */
  readonly ContentType?: string
  readonly Description?: string
  readonly VersionLabel?: string
}

export interface SeedStrategy {
  readonly Id?: string
  readonly Name: string
  readonly Description?: string
  readonly DeploymentDurationInMinutes: number
  readonly GrowthFactor: number
  readonly GrowthType?: api.GrowthType
  readonly FinalBakeTimeInMinutes?: number
}

export interface SeedKey {
  readonly KeyId: string
  /** With its prefix: `alias/name`. */
  readonly Alias?: string
  readonly State: 'Enabled' | 'Disabled' | 'AccessDenied'
}

export interface SeedExtension {
  readonly Id?: string
  readonly Name: string
  readonly Description?: string
  readonly Actions: Readonly<Record<string, readonly SeedAction[]>>
  readonly Parameters?: Readonly<
    Record<string, { readonly Description?: string; readonly Required?: boolean; readonly Dynamic?: boolean }>
  >
}

export interface SeedAction {
  readonly Name: string
  readonly Uri: string
  readonly Description?: string
  readonly RoleArn?: string
}

export interface SeedAssociation {
  readonly ExtensionIdentifier: string
  readonly ResourceIdentifier: string
  readonly ExtensionVersionNumber?: number
  readonly Parameters?: Readonly<Record<string, string>>
}
