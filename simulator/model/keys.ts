import { badRequest } from '../errors.js'
import type { Account, Key } from './account.js'
import { kmsArn, withAccount } from './arns.js'

/**
 * The ARN of the key that an identifier (key id, alias, key ARN, alias ARN) names, when AppConfig may use it.
 * That a KMS failure comes as BadRequestException, and its words, are not established.
 *
 * @throws BadRequestException wrapping KMS's own error for an unknown, disabled or denied key
 */
export function resolveKey(account: Account, identifier: string): string {
  const key = findKey(account, identifier)
  if (key === undefined) {
    const what = identifier.includes('alias/') ? 'Alias' : 'Key'
    const resource = what === 'Key' ? `key/${identifier}` : identifier
    const named = identifier.startsWith('arn:') ? identifier : kmsArn(account, resource)
    throw kmsError(`${what} ${named} is not found.`, 'NotFoundException')
  }
  const arn = keyArn(account, key)
  switch (key.state) {
    case 'Enabled':
      return arn
    case 'Disabled':
      throw kmsError(`${arn} is disabled.`, 'DisabledException')
    case 'AccessDenied':
      throw kmsError(
        `User: arn:aws:sts::${account.id}:assumed-role/simulator/session is not authorized to perform: kms:GenerateDataKey on resource: ${arn} because no identity-based policy allows the kms:GenerateDataKey action`,
        'AccessDeniedException',
      )
  }
}

export const keyArn = (account: Account, key: Key): string => kmsArn(account, `key/${key.id}`)

function findKey(account: Account, identifier: string): Key | undefined {
  const arn = withAccount(account, identifier)
  return [...account.keys.values()].find(
    (key) =>
      identifier === key.id ||
      arn === keyArn(account, key) ||
      (key.alias !== undefined && (identifier === key.alias || arn === kmsArn(account, key.alias))),
  )
}

const kmsError = (text: string, code: string) =>
  badRequest(
    `${text} (Service: AWSKMS; Status Code: 400; Error Code: ${code}; Request ID: 00000000-0000-0000-0000-000000000000; Proxy: null)`,
  )
