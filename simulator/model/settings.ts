import type * as api from '@aws-sdk/client-appconfig'
import type { Account } from './account.js'

export const getAccountSettings = (account: Account): api.AccountSettings => account.settings

/** Settings that the request leaves out stay as they are. */
export function updateAccountSettings(
  account: Account,
  request: api.UpdateAccountSettingsRequest,
): api.AccountSettings {
  account.settings = {
    DeletionProtection: { ...account.settings.DeletionProtection, ...request.DeletionProtection },
    VendedMetrics: { ...account.settings.VendedMetrics, ...request.VendedMetrics },
  }
  return account.settings
}
