import type { Account, Application } from './account.js'
import { withAccount } from './arns.js'
import { deploymentInProgress, interrupt } from './deployment-facts.js'
import { invocationOf } from './invocations.js'
import { reactionMs } from './rollout.js'

/** Sets an alarm's state; ALARM rolls back what is in progress in the environments that monitor it. */
export function setAlarm(account: Account, given: string, state: 'ALARM' | 'OK'): void {
  const alarmArn = withAccount(account, given)
  if (state === 'OK') {
    account.alarms.delete(alarmArn)
    forgetComingRollbacks(account, alarmArn)
    return
  }
  account.alarms.add(alarmArn)
  for (const { environment } of environmentsOf(account)) {
    const running = deploymentInProgress(account, environment)
    const monitored = environment.monitors.some(
      ({ AlarmArn = '' }) => withAccount(account, AlarmArn) === alarmArn,
    )
    if (running !== undefined && monitored) interrupt(account, running, { cause: 'alarm', alarmArn })
  }
}

/** Makes the target of extension actions fail from now on; a failing AT_DEPLOYMENT_TICK rolls back. */
export function setExtensionFailure(
  account: Account,
  uri: string,
  failure: { readonly errorCode: string; readonly errorMessage: string },
): void {
  account.extensionFailures.set(uri, { ...failure, since: account.clock.now() })
  for (const { environment } of environmentsOf(account)) {
    const running = deploymentInProgress(account, environment)
    if (running === undefined) continue
    const invocation = failingTick(account, running)
    if (invocation !== undefined) interrupt(account, running, { cause: 'extension', invocation })
  }
}

/**
 * What rolls a new deployment back soon after its start, as things stand: an alarm that already is in ALARM,
 * or a failing AT_DEPLOYMENT_TICK action.
 */
export function foreseenInterruption(
  account: Account,
  monitors: readonly { readonly AlarmArn: string | undefined }[],
  facts: Parameters<typeof failingTick>[1],
) {
  const at = reactionMs(facts.plan)
  const alarmArn = monitors
    .map(({ AlarmArn = '' }) => withAccount(account, AlarmArn))
    .find((arn) => account.alarms.has(arn))
  if (alarmArn !== undefined) return { cause: 'alarm', at, alarmArn } as const
  const invocation = failingTick(account, facts)
  return invocation === undefined ? undefined : ({ cause: 'extension', at, invocation } as const)
}

function failingTick(account: Account, facts: Parameters<typeof invocationOf>[1]) {
  for (const extension of facts.extensions) {
    const action = extension.actions.AT_DEPLOYMENT_TICK?.[0]
    if (action?.Uri !== undefined && account.extensionFailures.has(action.Uri)) {
      return invocationOf(account, facts, extension, action, 'AT_DEPLOYMENT_TICK', account.clock.now())
    }
  }
  return undefined
}

/** A rollback that was foreseen but has not begun does not come when the alarm is over. */
function forgetComingRollbacks(account: Account, alarmArn: string): void {
  for (const { environment } of environmentsOf(account)) {
    for (const facts of environment.deployments) {
      const { interruption } = facts
      if (interruption?.cause !== 'alarm' || interruption.alarmArn !== alarmArn) continue
      if (facts.startedAt + interruption.at > account.clock.now()) delete facts.interruption
    }
  }
}

function environmentsOf(account: Account) {
  const under = (application: Application) =>
    [...application.environments.values()].map((environment) => ({ application, environment }))
  return [...account.applications.values()].flatMap(under)
}
