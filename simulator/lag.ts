import type { Account } from './model/account.js'

/** A change that a lagging read does not show yet: the account before it, and for how many requests. */
interface HiddenChange {
  readonly before: Account
  left: number
}

/** The changes that lagging reads hide, by the operation that reads. */
export interface Lag {
  /** To be called before a request that may change the account; the result is to be called once it did. */
  readonly beforeChange: (account: Account, lagging: ReadonlyMap<string, number>) => () => void
  /** The account as the next request of the operation sees it; counts the request. */
  readonly seenBy: (operation: string, account: Account) => Account
  readonly clear: () => void
}

/**
 * Every change stays hidden from a lagging read for that many requests of it. Only what is there lags: deployments
 * that are shown are as far as time has taken them.
 */
export function lag(): Lag {
  const hidden = new Map<string, HiddenChange[]>()
  return {
    beforeChange: (account, lagging) => {
      if (lagging.size === 0) return () => undefined
      const before = copyOf(account)
      return () => {
        for (const [operation, left] of lagging) {
          hidden.set(operation, [...(hidden.get(operation) ?? []), { before, left }])
        }
      }
    },
    seenBy: (operation, account) => {
      const changes = hidden.get(operation) ?? []
      const [oldest] = changes
      for (const change of changes) change.left -= 1
      hidden.set(
        operation,
        changes.filter(({ left }) => left > 0),
      )
      return oldest === undefined ? account : { ...oldest.before, region: account.region }
    },
    clear: () => {
      hidden.clear()
    },
  }
}

/** The account with what can be listed copied, so that later changes do not show in it. */
const copyOf = (account: Account): Account => ({
  ...account,
  applications: structuredClone(account.applications),
  strategies: structuredClone(account.strategies),
  extensions: structuredClone(account.extensions),
  associations: structuredClone(account.associations),
})
