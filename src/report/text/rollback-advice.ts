import type { RollbackReason } from '../../deployment/rollback-reason.js'

/** How a destination names the places that the advice sends people to. */
export interface AdvicePlaces {
  /** Such as `StopDeployment event in CloudTrail`. */
  readonly stopEvent: string
  /** Such as `event log below`. */
  readonly eventLog: string
}

/**
 * What to do after a deployment was taken back, as a sentence without its capital. A deployment that AppConfig took back
 * after an internal error is to be started again (AppConfig API reference, DeploymentEvent).
 */
export function rollbackAdvice(
  reason: RollbackReason | undefined,
  { stopEvent, eventLog }: AdvicePlaces,
): string {
  if (reason?.alarmArn !== undefined || reason?.triggeredBy === 'CLOUDWATCH_ALARM') {
    return 'find out what the alarm measured since the start, then deploy a mended version: the same version would meet the same alarm.'
  }
  if (reason?.failedTick !== undefined) return 'mend the extension, or what it checks, then deploy again.'
  switch (reason?.triggeredBy) {
    case 'USER':
      return `ask whoever did it before you deploy again: the ${stopEvent} has the name.`
    case 'INTERNAL_ERROR':
      return 'deploy again, as AWS recommends after an error of its own.'
    default:
      return `read the ${eventLog}: it holds all that AppConfig told.`
  }
}
