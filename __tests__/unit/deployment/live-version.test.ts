import { describe, expect, test } from '@jest/globals'
import type { ListedDeployment } from '../../../src/deployment/listed-deployment.js'
import type { DeploymentState } from '../../../src/deployment/deployment.js'
import { liveVersion } from '../../../src/deployment/live-version.js'
import { liveVersionText } from '../../../src/report/text/deployment-text.js'
import { deployment } from '../report/sample-facts.js'

const listed = (
  number: number,
  state: DeploymentState,
  changes: Partial<ListedDeployment> = {},
): ListedDeployment => ({
  number,
  state,
  configurationName: 'settings',
  configurationVersion: String(number * 10),
  configurationProfileId: 'ghi9012',
  percentageComplete: 100,
  ...changes,
})
const OTHER = { configurationName: 'flags', configurationProfileId: 'flags01' }

/** The deployment that is taken back is number 7 of settings. */
describe('the version that is live after a rollback', () => {
  test.each<[string, DeploymentState, readonly ListedDeployment[], string]>([
    [
      'is that of the newest completed deployment before it',
      'DEPLOYING',
      [listed(7, 'DEPLOYING'), listed(6, 'COMPLETE'), listed(5, 'COMPLETE')],
      'settings version 60 from deployment 6 is live again.',
    ],
    [
      'is not of a deployment that was taken back, or of another profile',
      'COMPLETE',
      [
        listed(7, 'COMPLETE'),
        listed(6, 'REVERTED'),
        listed(5, 'ROLLED_BACK'),
        listed(4, 'COMPLETE', OTHER),
        listed(3, 'COMPLETE', { versionLabel: 'v1.0' }),
      ],
      'settings version 30 (v1.0) from deployment 3 is live again.',
    ],
    [
      'is not its own, although the list still calls it COMPLETE',
      'REVERTED',
      [listed(7, 'COMPLETE'), listed(6, 'COMPLETE')],
      'settings version 60 from deployment 6 is live again.',
    ],
    [
      'is a newer one, when it was taken back long ago',
      'ROLLED_BACK',
      [listed(8, 'COMPLETE'), listed(7, 'ROLLED_BACK'), listed(6, 'COMPLETE')],
      'settings version 80 from deployment 8 is live.',
    ],
    [
      'is not known, when it is reverted after a newer one completed',
      'COMPLETE',
      [listed(8, 'COMPLETE'), listed(7, 'COMPLETE'), listed(6, 'COMPLETE')],
      'Deployment 8 of settings is newer and complete: AWS does not document which version is live after such a revert.',
    ],
    [
      'is not known, when none completed',
      'DEPLOYING',
      [listed(7, 'DEPLOYING'), listed(6, 'ROLLED_BACK'), listed(5, 'COMPLETE', OTHER)],
      'No other completed deployment of settings is known in this environment, so there is no version of it to go back to.',
    ],
  ])('%s', (_, state, list, text) => {
    expect(liveVersionText(liveVersion(deployment({ state }), list))).toBe(text)
  })
})
