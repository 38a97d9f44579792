import { type GithubFailure, GithubRequestError } from './failure.js'

/** Does one thing after another while the run continues. What fails is kept, and never reaches the run. */
export class Background {
  private last: Promise<void> = Promise.resolve()
  private failed: GithubFailure | undefined

  /** @param onDefect gets every error that is not the failure of a request, and so is a defect of the action */
  constructor(private readonly onDefect: (error: unknown) => void) {}

  /** Does this next, whatever failed before, unless GitHub has refused, which it would do again. */
  next(task: () => Promise<void>): void {
    this.last = this.last.then(async () => {
      if (this.failed !== undefined && this.failed.kind !== 'unavailable') return
      try {
        await task()
        this.failed = undefined
      } catch (error) {
        if (error instanceof GithubRequestError) this.failed = error.failure
        else this.onDefect(error)
      }
    })
  }

  /** Waits for the end of all that was begun: why the newest of it failed, or undefined when it did not. */
  async failure(): Promise<GithubFailure | undefined> {
    await this.last
    return this.failed
  }
}
