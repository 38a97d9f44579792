import { type GithubFailure, GithubRequestError } from './failure.js'

/** Does one thing after the other while the run goes on. What fails is kept, and never reaches the run. */
export class Background {
  private last: Promise<void> = Promise.resolve()
  private failed: GithubFailure | undefined

  /** Does this next, whatever failed before, unless GitHub has refused or does not take what the run sends. */
  next(task: () => Promise<void>): void {
    this.last = this.last.then(async () => {
      if (this.failed !== undefined && this.failed.kind !== 'unavailable') return
      try {
        await task()
        this.failed = undefined
      } catch (error) {
        this.failed = failureOf(error)
      }
    })
  }

  /** Waits for the end of all that was begun: why the newest of it failed, or undefined when it did not. */
  async failure(): Promise<GithubFailure | undefined> {
    await this.last
    return this.failed
  }
}

/** An answer that can't be read, such as a proxy's page, is as good as none. */
function failureOf(error: unknown): GithubFailure {
  if (error instanceof GithubRequestError) return error.failure
  const message = error instanceof Error ? error.message : String(error)
  return { kind: 'unavailable', message, timedOut: false }
}
