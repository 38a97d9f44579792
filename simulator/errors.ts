const STATUS = {
  BadRequestException: 400,
  SerializationException: 400,
  ServiceQuotaExceededException: 402,
  AccessDeniedException: 403,
  InvalidSignatureException: 403,
  MissingAuthenticationTokenException: 403,
  ResourceNotFoundException: 404,
  UnknownOperationException: 404,
  ConflictException: 409,
  PayloadTooLargeException: 413,
  TooManyRequestsException: 429,
  InternalServerException: 500,
  ServiceUnavailableException: 503,
} as const

export type ErrorName = keyof typeof STATUS

/** One entry of `Details.InvalidConfiguration` of a BadRequestException. */
export interface InvalidConfigurationDetail {
  readonly Constraint: string
  readonly Location: string
  readonly Reason: string
  readonly Type: string
  readonly Value: string
}

/** An error as AppConfig sends it: name, HTTP status and the members of the body besides `Message`. */
export class ServiceError extends Error {
  constructor(
    override readonly name: string,
    readonly status: number,
    message: string,
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message)
  }
}

function serviceError(name: ErrorName, message: string, members?: Readonly<Record<string, unknown>>) {
  return new ServiceError(name, STATUS[name], message, members)
}

export const badRequest = (message: string) => serviceError('BadRequestException', message)

/** 400 with `Reason` and `Details`, as the feature flag validation answers. */
export const invalidConfiguration = (message: string, details: readonly InvalidConfigurationDetail[]) =>
  serviceError('BadRequestException', message, {
    Reason: 'InvalidConfiguration',
    Details: { InvalidConfiguration: details },
  })

/** 404; `resourceName` is the kind of the resource, sent as `ResourceName`. */
export const notFound = (message: string, resourceName: string) =>
  serviceError('ResourceNotFoundException', message, { ResourceName: resourceName })

export const conflict = (message: string) => serviceError('ConflictException', message)

/** 402, as AppConfig answers where other services say 400 or 429. */
export const quotaExceeded = (message: string) => serviceError('ServiceQuotaExceededException', message)

/** 413; both numbers are kilobytes. */
export const payloadTooLarge = (message: string, limit: number, size: number) =>
  serviceError('PayloadTooLargeException', message, { Measure: 'KILOBYTES', Limit: limit, Size: size })

export const unreadable = (message: string) => serviceError('SerializationException', message)

export const unsigned = () =>
  serviceError('MissingAuthenticationTokenException', 'Missing Authentication Token')

/** 403: the time in the signature is too far from the service's. */
export const wrongSignatureTime = (message: string) => serviceError('InvalidSignatureException', message)

export const unknownOperation = (method: string, path: string) =>
  serviceError('UnknownOperationException', `No operation of AppConfig has the route ${method} ${path}`)

const FAULT_NAMES: Readonly<Record<number, ErrorName>> = {
  400: 'BadRequestException',
  402: 'ServiceQuotaExceededException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
  409: 'ConflictException',
  413: 'PayloadTooLargeException',
  429: 'TooManyRequestsException',
  503: 'ServiceUnavailableException',
}

/** The error of an injected `status` fault; without a name the status decides it. */
export function injectedError(status: number, name: string | undefined): ServiceError {
  const error = name ?? FAULT_NAMES[status] ?? 'InternalServerException'
  return new ServiceError(error, status, `${error} injected by the simulator`)
}

/** What was thrown, as an answer: anything that is not a ServiceError is a defect and becomes a 500. */
export function asServiceError(thrown: unknown): ServiceError {
  if (thrown instanceof ServiceError) return thrown
  const message = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  return serviceError('InternalServerException', message)
}
