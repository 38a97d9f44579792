import type { SimulatedAws } from '../simulated-aws.js'

/** What is around a workflow: AWS, GitHub, and the people who approve and who do things at the same time. */
export interface Surroundings {
  /** An AppConfig for each region that the workflow may work in. */
  readonly aws: Readonly<Record<string, SimulatedAws>>
  /** How long an AppConfig minute lasts there. */
  readonly minuteMs: number
  /** Where GitHub gives OIDC tokens to jobs with `id-token: write`. */
  readonly tokenUrl: string
  /** The folder that `actions/checkout` brings. */
  readonly repository: string
  /** The configuration variables of the repository and its environments. */
  readonly vars: Readonly<Record<string, string>>
  /** The `github` context on an event. */
  readonly github: (event: string) => Readonly<Record<string, string>>
  /** The reviewers of the environments: a job with `environment:` starts when their answer is there. */
  readonly approve?: (environment: string) => Promise<void>
  /** Called with each line of the log of a job as it appears. */
  readonly onLine?: (job: string, line: string) => void
}
