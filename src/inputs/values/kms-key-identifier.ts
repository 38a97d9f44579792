import { isAccountId, parseArnOf } from '../../deployment/arn.js'
import { type Parsed, parsed, quoted, rejected } from './parsed.js'

/**
 * A KMS key as StartDeployment takes it: key ID, alias, key ARN or alias ARN.
 * Keys that AWS manages (`alias/aws/…`) are refused: AppConfig encrypts deployments with customer managed keys only.
 */
export type KmsKeyReference =
  | { readonly kind: 'key-id'; readonly identifier: string }
  | { readonly kind: 'alias'; readonly identifier: string }
  | { readonly kind: 'key-arn'; readonly identifier: string }
  | { readonly kind: 'alias-arn'; readonly identifier: string; readonly scope: string }

const KEY_ID = /^(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/i
const KEY_RESOURCE = /^key\/[A-Za-z0-9-]+$/
const ALIAS = /^alias\/[A-Za-z0-9/_-]{1,250}$/

/** What kind of key reference the text is; a problem for anything that KMS would not accept. */
export function parseKmsKeyIdentifier(text: string): Parsed<KmsKeyReference> {
  if (/(^|:)alias\/aws\//.test(text)) {
    return rejected(
      `is ${quoted(text)}, an AWS managed key; AppConfig encrypts deployments with customer managed keys only.`,
    )
  }
  if (KEY_ID.test(text)) return parsed({ kind: 'key-id', identifier: text })
  if (ALIAS.test(text)) return parsed({ kind: 'alias', identifier: text })
  const arn = parseArnOf('kms', text)
  if (arn !== undefined && arn.region !== '' && isAccountId(arn.account)) {
    if (KEY_RESOURCE.test(arn.resource)) return parsed({ kind: 'key-arn', identifier: text })
    const scope = text.slice(0, -arn.resource.length - 1)
    if (ALIAS.test(arn.resource)) return parsed({ kind: 'alias-arn', identifier: text, scope })
  }
  const advice = ALIAS.test(`alias/${text}`) ? ` Did you mean alias/${text}?` : ''
  return rejected(
    `is ${quoted(text)}; it must be a key ID, an alias (alias/name) or the ARN of a KMS key.${advice}`,
  )
}

/**
 * Why the key in the service's answer is not the key that was asked for; undefined when it is.
 * A key ID is compared with the end of the ARN. An alias can't be resolved without a KMS permission of its own:
 * AppConfig resolves it, so its answer must name a key, of the alias's account and region when they are known,
 * and must still carry the alias.
 */
export function kmsKeyMismatch(
  asked: KmsKeyReference,
  answer: { readonly kmsKeyArn?: string; readonly kmsKeyIdentifier?: string },
): string | undefined {
  const arn = answer.kmsKeyArn
  if (arn === undefined)
    return `the deployment is not encrypted with a key, although ${asked.identifier} was asked for`
  const differs = `the deployment is encrypted with ${arn}, not with ${asked.identifier}`
  switch (asked.kind) {
    case 'key-arn':
      return arn === asked.identifier ? undefined : differs
    case 'key-id':
      return arn.endsWith(`:key/${asked.identifier}`) ? undefined : differs
    case 'alias-arn':
      if (!arn.startsWith(`${asked.scope}:`)) return differs
      return echoDiffers(asked, answer.kmsKeyIdentifier) ? differs : undefined
    case 'alias':
      return echoDiffers(asked, answer.kmsKeyIdentifier) ? differs : undefined
  }
}

/** The service echoes the identifier of the request; one that it left out says nothing. */
function echoDiffers(asked: KmsKeyReference, echoed: string | undefined): boolean {
  return echoed !== undefined && echoed !== asked.identifier && !echoed.includes(':key/')
}
