import { property } from '../configuration/json/property.js'

/** What kind of failure a request met, told by the name of the error and never by its text. */
export type FailureKind =
  | 'access-denied'
  | 'expired-credentials'
  | 'invalid-credentials'
  | 'missing-credentials'
  | 'token-unavailable'
  | 'not-found'
  | 'conflict'
  | 'bad-request'
  | 'quota-exceeded'
  | 'too-large'
  | 'throttled'
  | 'server-error'
  | 'network'
  | 'aborted'

/** A request to AWS that failed. */
export interface Failure {
  readonly kind: FailureKind
  /** The operation of the API, such as `GetDeployment`. */
  readonly operation: string
  /** What the request was about, in words. */
  readonly about: string
  readonly name: string
  readonly message: string
  readonly requestId?: string
  /** What validators found, where AWS says it in parts (BadRequestException's Details). */
  readonly details?: readonly InvalidConfiguration[]
  /** What a JSON Schema validator says: it quotes the schema and the content, and must never reach a log. */
  readonly validatorMessage?: string
}

/** One entry of `Details.InvalidConfiguration`, in AWS's own shape. All text is untrusted. */
export interface InvalidConfiguration {
  readonly Constraint: string
  readonly Location: string
  readonly Reason: string
  readonly Type: string
  readonly Value: string
}

/** The error of a failed AWS request. Whoever catches it looks at `failure.kind`. */
export class AwsRequestError extends Error {
  override readonly name = 'AwsRequestError'
  constructor(
    readonly failure: Failure,
    options: { readonly cause: unknown },
  ) {
    super(`${failure.operation} for ${failure.about} failed: ${failure.name}: ${failure.message}`, options)
  }
}

/**
 * Sends one request and gives its failure a shape.
 * @throws AwsRequestError for every failure of the request; any other error is a defect and passes through
 */
export async function request<T>(operation: string, about: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send()
  } catch (error) {
    // The credentials of a request are got by a request of their own, whose failure is the one to tell.
    if (error instanceof AwsRequestError) throw error
    const failure = failureOf(error, operation, about)
    if (failure === undefined) throw error
    throw new AwsRequestError(failure, { cause: error })
  }
}

/** Whether the request may have been carried out although it failed. */
export function isOutcomeUnknown(kind: FailureKind): boolean {
  return kind === 'server-error' || kind === 'network' || kind === 'aborted'
}

/** Whether a request was refused for what the configuration holds, by AppConfig's validators of it. */
export function isAboutContent({ validatorMessage, details }: Failure): boolean {
  return validatorMessage !== undefined || details !== undefined
}

/** The kind of an error that `request` threw; undefined for any other error. */
export function failureKind(error: unknown): FailureKind | undefined {
  return error instanceof AwsRequestError ? error.failure.kind : undefined
}

const KIND_BY_NAME: Readonly<Record<string, FailureKind>> = {
  AccessDenied: 'access-denied',
  AccessDeniedException: 'access-denied',
  NotAuthorized: 'access-denied',
  UnauthorizedException: 'access-denied',
  ExpiredToken: 'expired-credentials',
  ExpiredTokenException: 'expired-credentials',
  RequestExpired: 'expired-credentials',
  IncompleteSignature: 'invalid-credentials',
  InvalidIdentityToken: 'invalid-credentials',
  InvalidIdentityTokenException: 'invalid-credentials',
  InvalidClientTokenId: 'invalid-credentials',
  InvalidSignatureException: 'invalid-credentials',
  MissingAuthenticationToken: 'invalid-credentials',
  MissingAuthenticationTokenException: 'invalid-credentials',
  SignatureDoesNotMatch: 'invalid-credentials',
  UnrecognizedClientException: 'invalid-credentials',
  CredentialsProviderError: 'missing-credentials',
  TokenProviderError: 'missing-credentials',
  ResourceNotFoundException: 'not-found',
  ConflictException: 'conflict',
  BadRequestException: 'bad-request',
  SerializationException: 'bad-request',
  ValidationException: 'bad-request',
  ServiceQuotaExceededException: 'quota-exceeded',
  PayloadTooLargeException: 'too-large',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  ThrottledException: 'throttled',
  RequestThrottled: 'throttled',
  RequestThrottledException: 'throttled',
  RequestLimitExceeded: 'throttled',
  SlowDown: 'throttled',
  TooManyRequestsException: 'throttled',
  InternalServerException: 'server-error',
  InternalFailure: 'server-error',
  ServiceUnavailable: 'server-error',
  ServiceUnavailableException: 'server-error',
  AbortError: 'aborted',
  TimeoutError: 'network',
  IncompleteBodyError: 'network',
}

/** Node's codes for connections that could not be made or did not last. */
const NETWORK_CODES: ReadonlySet<string> = new Set([
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ERR_PROXY_TUNNEL',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ETIMEDOUT',
  'HPE_INVALID_CONSTANT',
])

/** The failure that an error of the SDK stands for; undefined for an error that no request makes. */
function failureOf(error: unknown, operation: string, about: string): Failure | undefined {
  if (!(error instanceof Error)) return undefined
  const metadata = property(error, '$metadata')
  const status = property(metadata, 'httpStatusCode')
  const requestId = property(metadata, 'requestId')
  const kind = kindOf(error, typeof status === 'number' ? status : undefined)
  if (kind === undefined) return undefined
  const details = invalidConfiguration(property(property(error, 'Details'), 'InvalidConfiguration'))
  return {
    kind,
    operation,
    about,
    name: error.name,
    ...messageOf(error),
    ...(typeof requestId === 'string' ? { requestId } : {}),
    ...(details.length === 0 ? {} : { details }),
  }
}

function messageOf({ message }: Error): Pick<Failure, 'message' | 'validatorMessage'> {
  if (!message.startsWith('Could not build JSON schema')) return { message }
  return {
    message: 'The configuration does not satisfy the JSON Schema validators of its profile.',
    validatorMessage: message,
  }
}

function invalidConfiguration(value: unknown): readonly InvalidConfiguration[] {
  if (!Array.isArray(value)) return []
  const text = (entry: unknown, key: string) => {
    const found = property(entry, key)
    return typeof found === 'string' ? found : ''
  }
  return value.map((entry: unknown) => ({
    Constraint: text(entry, 'Constraint'),
    Location: text(entry, 'Location'),
    Reason: text(entry, 'Reason'),
    Type: text(entry, 'Type'),
    Value: text(entry, 'Value'),
  }))
}

function kindOf(error: Error, status: number | undefined): FailureKind | undefined {
  const named = KIND_BY_NAME[error.name]
  if (named !== undefined) return named
  const code = property(error, 'code')
  if (typeof code === 'string' && NETWORK_CODES.has(code)) return 'network'
  if (status === undefined) return property(error, '$response') === undefined ? undefined : 'network'
  return kindOfStatus(status)
}

function kindOfStatus(status: number): FailureKind {
  if (status === 401 || status === 403) return 'access-denied'
  if (status === 404) return 'not-found'
  if (status === 409) return 'conflict'
  if (status === 429) return 'throttled'
  if (status >= 500) return 'server-error'
  // An answer that says success and can't be read was cut on its way.
  return status < 300 ? 'network' : 'bad-request'
}
