import { types } from 'node:util'

/**
 * Jest runs a test file in a realm of its own, whose `Error` is not the one of which Node's modules make theirs: the
 * SDK then takes ECONNRESET for something that is no error at all. In an action there is only one `Error`; this
 * makes it so here. Subclasses go by their prototypes as ever.
 */
Object.defineProperty(Error, Symbol.hasInstance, {
  value(this: unknown, candidate: unknown): boolean {
    const isInstance: boolean = Function.prototype[Symbol.hasInstance].call(this as object, candidate)
    return isInstance || (this === Error && types.isNativeError(candidate))
  },
})
