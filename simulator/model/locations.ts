import { badRequest } from '../errors.js'

interface Source {
  readonly shape: RegExp
  readonly arn: RegExp | undefined
  readonly role: 'required' | 'optional' | 'forbidden'
}

/** Where configuration can lie, as a URI or as the ARN of the source itself. */
const SOURCES: Readonly<Record<string, Source>> = {
  hosted: { shape: /^hosted$/, arn: undefined, role: 'forbidden' },
  'ssm-parameter': {
    shape: /^ssm-parameter:\/\/.+$/,
    arn: /^arn:[^:]+:ssm:[^:]*:\d*:parameter\/.+$/,
    role: 'required',
  },
  'ssm-document': {
    shape: /^ssm-document:\/\/.+$/,
    arn: /^arn:[^:]+:ssm:[^:]*:\d*:document\/.+$/,
    role: 'required',
  },
  s3: { shape: /^s3:\/\/[^/]+\/.+$/, arn: /^arn:[^:]+:s3:::[^/]+\/.+$/, role: 'required' },
  secretsmanager: {
    shape: /^secretsmanager:\/\/.+$/,
    arn: /^arn:[^:]+:secretsmanager:[^:]*:\d*:secret:.+$/,
    role: 'required',
  },
  codepipeline: {
    shape: /^codepipeline:\/\/.+$/,
    arn: /^arn:[^:]+:codepipeline:[^:]*:\d*:.+$/,
    role: 'optional',
  },
}

/** @throws BadRequestException for a location of an unknown kind, a malformed one, or a role that does not fit */
export function checkLocation(locationUri: string, retrievalRoleArn: string | undefined): void {
  const source = sourceOf(locationUri)
  const violated = (constraint: string) =>
    badRequest(
      `1 validation error detected: Value ${retrievalRoleArn === undefined ? 'null' : `'${retrievalRoleArn}'`} at 'retrievalRoleArn' failed to satisfy constraint: ${constraint} if the request has the following uri: ${locationUri}`,
    )
  if (source.role === 'required' && retrievalRoleArn === undefined) throw violated('Member must not be null')
  if (source.role === 'forbidden' && retrievalRoleArn !== undefined) throw violated('Member must be null')
}

function sourceOf(locationUri: string): Source {
  const byArn = Object.values(SOURCES).find(({ arn }) => arn?.test(locationUri))
  if (byArn !== undefined) return byArn
  const [scheme = ''] = locationUri.split('://')
  const source = SOURCES[scheme]
  if (source === undefined) throw badRequest(`The Uri: ${locationUri} is of an unsupported type`)
  if (!source.shape.test(locationUri)) throw badRequest(`Invalid locationUri ${locationUri}`)
  return source
}
