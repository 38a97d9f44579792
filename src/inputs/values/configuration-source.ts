import { parseArn } from '../../deployment/arn.js'
import { type Parsed, parsed, quoted, rejected } from './parsed.js'

/** Where a configuration profile keeps its configuration, read from its LocationUri. */
export type ConfigurationSource =
  'hosted' | 'ssm-parameter' | 'ssm-document' | 's3' | 'secretsmanager' | 'codepipeline' | 'unknown'

/** The source that a LocationUri names, as a URI (`s3://…`) or as an ARN. */
export function configurationSource(locationUri: string): ConfigurationSource {
  if (locationUri === 'hosted') return 'hosted'
  const arn = parseArn(locationUri)
  if (arn === undefined) return SCHEMES.get(locationUri.split(':')[0] ?? '') ?? 'unknown'
  if (arn.service === 'ssm') return SCHEMES.get(`ssm-${arn.resource.split('/')[0] ?? ''}`) ?? 'unknown'
  return SCHEMES.get(arn.service) ?? 'unknown'
}

/** The schemes of location URIs, which but for Systems Manager are the services' names in ARNs too. */
const SCHEMES: ReadonlyMap<string, ConfigurationSource> = new Map([
  ['ssm-parameter', 'ssm-parameter'],
  ['ssm-document', 'ssm-document'],
  ['s3', 's3'],
  ['secretsmanager', 'secretsmanager'],
  ['codepipeline', 'codepipeline'],
])

/** A configuration version as StartDeployment takes it, or the wish for the newest hosted one. */
export type WantedVersion = { readonly kind: 'latest' } | { readonly kind: 'given'; readonly version: string }

/**
 * What `configuration-version` means for a source: `latest` only where this action can find out what is latest,
 * a label or number for hosted configuration, a number for SSM; other sources have identifiers of their own
 * (AppConfig API reference, StartDeployment and CreateConfigurationProfile).
 */
export function wantedVersion(text: string, source: ConfigurationSource): Parsed<WantedVersion> {
  if (source === 'hosted') {
    if (text === 'latest') return parsed({ kind: 'latest' })
    return text.length > 64
      ? rejected(`is ${quoted(text)}; it must be a number or a label of at most 64 characters.`)
      : parsed({ kind: 'given', version: text })
  }
  if (text === 'latest')
    return rejected(`is "latest", which works for hosted configuration only; ${takes(source)}.`)
  const isSsm = source === 'ssm-parameter' || source === 'ssm-document'
  if (isSsm && !/^[1-9]\d*$/.test(text)) return rejected(`is ${quoted(text)}; ${takes(source)}.`)
  return parsed({ kind: 'given', version: text })
}

function takes(source: Exclude<ConfigurationSource, 'hosted'>): string {
  switch (source) {
    case 'ssm-parameter':
      return 'for this SSM parameter it must be the version number'
    case 'ssm-document':
      return 'for this SSM document it must be the version number'
    case 's3':
      return 'for this S3 object it must be the version ID'
    case 'secretsmanager':
      return 'for this secret it must be the version ID'
    case 'codepipeline':
      return 'for this pipeline it must be the ID of the pipeline execution'
    case 'unknown':
      return 'it must be a version as the source of the profile names it'
  }
}
