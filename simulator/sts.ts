import type { HttpAnswer } from './answers.js'
import type { Account } from './model/account.js'
import { partitionOf } from './model/arns.js'

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/'
const DEFAULT_SECONDS = 3600

/** The operations of STS that the simulator answers. */
export const STS_OPERATIONS = ['AssumeRoleWithWebIdentity', 'GetCallerIdentity'] as const

type StsOperation = (typeof STS_OPERATIONS)[number]

/** The STS operation that a form body asks for; STS's query protocol has one route for all of them. */
export const stsOperation = (body: Buffer): string =>
  new URLSearchParams(body.toString('utf8')).get('Action') ?? 'UnknownAction'

/** Answers an operation of STS. */
export function stsAnswer(body: Buffer, { id, region, clock }: Account, serial: number): HttpAnswer {
  const action = stsOperation(body)
  if (!isServed(action)) {
    return stsError('InvalidAction', `Could not find operation ${action} for version 2011-06-15`, 400)
  }
  switch (action) {
    case 'AssumeRoleWithWebIdentity':
      return assumeRole(body, clock.now(), serial)
    case 'GetCallerIdentity':
      return xml(200, callerIdentity(id, partitionOf(region), serial))
  }
}

const isServed = (action: string): action is StsOperation =>
  STS_OPERATIONS.some((served) => served === action)

/**
 * Answers AssumeRoleWithWebIdentity with credentials that expire after DurationSeconds (default an hour). That
 * a role and a token are there is all that is checked.
 *
 * @param now ms since the epoch
 * @param serial makes the credentials of every answer different
 */
function assumeRole(body: Buffer, now: number, serial: number): HttpAnswer {
  const form = new URLSearchParams(body.toString('utf8'))
  for (const name of ['RoleArn', 'WebIdentityToken']) {
    if ((form.get(name) ?? '') !== '') continue
    const at = name.charAt(0).toLowerCase() + name.slice(1)
    const problem = `1 validation error detected: Value null at '${at}' failed to satisfy constraint: Member must not be null`
    return stsError('ValidationError', problem, 400)
  }
  const seconds = Number(form.get('DurationSeconds') ?? DEFAULT_SECONDS)
  if (!Number.isInteger(seconds) || seconds < 900 || seconds > 43_200) {
    return stsError('ValidationError', 'DurationSeconds must be between 900 and 43200', 400)
  }
  return xml(200, assumed(form, new Date(now + seconds * 1000), serial))
}

function assumed(form: URLSearchParams, expiration: Date, serial: number): string {
  const number = String(serial).padStart(8, '0')
  const role = form.get('RoleArn') ?? ''
  const session = form.get('RoleSessionName') ?? 'session'
  return `<AssumeRoleWithWebIdentityResponse xmlns="${NAMESPACE}">
  <AssumeRoleWithWebIdentityResult>
    <Credentials>
      <AccessKeyId>ASIASIMULATO${number}</AccessKeyId>
      <SecretAccessKey>simulated-secret-${number}</SecretAccessKey>
      <SessionToken>simulated-token-${number}</SessionToken>
      <Expiration>${expiration.toISOString()}</Expiration>
    </Credentials>
    <AssumedRoleUser>
      <AssumedRoleId>AROASIMULATOR0000000:${escaped(session)}</AssumedRoleId>
      <Arn>${escaped(role.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/'))}/${escaped(session)}</Arn>
    </AssumedRoleUser>
  </AssumeRoleWithWebIdentityResult>
  <ResponseMetadata><RequestId>00000000-0000-0000-0000-${String(serial).padStart(12, '0')}</RequestId></ResponseMetadata>
</AssumeRoleWithWebIdentityResponse>`
}

const callerIdentity = (accountId: string, partition: string, serial: number) =>
  `<GetCallerIdentityResponse xmlns="${NAMESPACE}">
  <GetCallerIdentityResult>
    <Arn>arn:${partition}:sts::${accountId}:assumed-role/simulated/session</Arn>
    <UserId>AROASIMULATOR0000000:session</UserId>
    <Account>${accountId}</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata><RequestId>00000000-0000-0000-0000-${String(serial).padStart(12, '0')}</RequestId></ResponseMetadata>
</GetCallerIdentityResponse>`

/** An error in STS's own XML. */
export function stsError(code: string, message: string, status: number): HttpAnswer {
  const type = status < 500 ? 'Sender' : 'Receiver'
  return xml(
    status,
    `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>${type}</Type><Code>${escaped(code)}</Code><Message>${escaped(message)}</Message></Error><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ErrorResponse>`,
  )
}

const xml = (status: number, body: string): HttpAnswer => ({
  status,
  headers: { 'Content-Type': 'text/xml' },
  body: Buffer.from(body),
})

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
