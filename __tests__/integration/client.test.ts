import { ListApplicationsCommand } from '@aws-sdk/client-appconfig'
import { expect, test } from '@jest/globals'
import { connect } from '../../src/aws/client.js'
import { systemClock } from '../../src/aws/clock.js'
import { CREDENTIALS, REGION, simulatedAws } from '../simulated-aws.js'

// A connection that ignored its limit would wait five seconds for each of four attempts.
test('a connection of a run that was cancelled does not wait longer than its own limit', async () => {
  await using aws = await simulatedAws()
  process.env['AWS_ENDPOINT_URL_APPCONFIG'] = aws.url
  await aws.fault({ operation: 'ListApplications', fault: 'hang', times: 99 })
  const settings = { region: REGION, clock: systemClock({}), env: {}, credentials: CREDENTIALS }
  const { retrying, close } = connect({ ...settings, requestTimeoutMs: 10 })
  try {
    await expect(retrying.send(new ListApplicationsCommand({}))).rejects.toThrow()
  } finally {
    close()
  }
}, 10_000)
