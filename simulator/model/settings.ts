import type * as api from '@aws-sdk/client-appconfig'
import type { Account } from './account.js'

export const getAccountSettings = (account: Account): api.AccountSettings => account.settings

/** Settings that the request leaves out stay as they are. */
export function updateAccountSettings(
  account: Account,
  request: api.UpdateAccountSettingsRequest,
): api.AccountSettings {
  const { DeletionProtection, VendedMetrics } = account.settings
  account.settings.DeletionProtection = { ...DeletionProtection, ...request.DeletionProtection }
  account.settings.VendedMetrics = { ...VendedMetrics, ...request.VendedMetrics }
  return account.settings
}
