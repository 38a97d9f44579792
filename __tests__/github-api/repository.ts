/** Who acts. */
export interface Account {
  readonly id: number
  readonly login: string
  readonly type: 'User' | 'Bot'
}

/** What may be said of a comment, for tests. */
export interface Comment {
  readonly id: number
  readonly pullRequest: number
  readonly user: Account
  readonly body: string
  /** How often it was written: 1 when it was never edited. */
  readonly revisions: number
}

export interface Status {
  readonly state: string
  readonly description: string
  readonly logUrl: string
  readonly environmentUrl: string
}

export interface Deployment {
  readonly id: number
  readonly sha: string
  readonly task: string
  readonly environment: string
  readonly description: string | null
  readonly payload: unknown
  readonly transient: boolean
  readonly production: boolean
  /** Oldest first. */
  readonly statuses: readonly Status[]
}

export interface PullRequest {
  readonly number: number
  readonly state: 'open' | 'closed'
  /** The newest commit of its branch. */
  readonly headSha?: string
}

/** One repository, in memory. Lists are oldest first, whatever the API's order. */
export class Repository {
  readonly comments: Comment[] = []
  readonly deployments: Deployment[] = []
  private nextId = 1000

  constructor(readonly pullRequests: readonly PullRequest[]) {}

  addComment(pullRequest: number, user: Account, body: string): Comment {
    const comment = { id: this.nextId++, pullRequest, user, body, revisions: 1 }
    this.comments.push(comment)
    return comment
  }

  editComment(id: number, body: string): Comment | undefined {
    const at = this.comments.findIndex((comment) => comment.id === id)
    const before = this.comments[at]
    if (before === undefined) return undefined
    return (this.comments[at] = { ...before, body, revisions: before.revisions + 1 })
  }

  /** Whether there was such a comment. */
  deleteComment(id: number): boolean {
    const at = this.comments.findIndex((comment) => comment.id === id)
    if (at >= 0) this.comments.splice(at, 1)
    return at >= 0
  }

  addDeployment(wanted: Omit<Deployment, 'id' | 'statuses'>): Deployment {
    const deployment = { ...wanted, id: this.nextId++, statuses: [] }
    this.deployments.push(deployment)
    return deployment
  }

  /**
   * @param autoInactive GitHub then adds an inactive status to the earlier deployments of the environment that
   * succeeded, and are neither transient nor of production
   */
  addStatus(id: number, status: Status, autoInactive: boolean): boolean {
    const deployment = this.deployments.find((candidate) => candidate.id === id)
    if (deployment === undefined) return false
    this.append(deployment, status)
    if (!autoInactive || status.state !== 'success') return true
    for (const earlier of this.deployments) {
      const isAffected = earlier.environment === deployment.environment && earlier.id < id
      if (!isAffected || earlier.transient || earlier.production) continue
      if (earlier.statuses.at(-1)?.state === 'success') this.append(earlier, { ...status, state: 'inactive' })
    }
    return true
  }

  private append(deployment: Deployment, status: Status): void {
    const at = this.deployments.findIndex(({ id }) => id === deployment.id)
    this.deployments[at] = { ...deployment, statuses: [...deployment.statuses, status] }
  }
}
