import { join } from 'node:path'
import { expect } from '@jest/globals'
import { clientBench, testWithClients as test } from './installed.js'

test('boto3 pages, waits and tells errors apart', async () => {
  await using bench = await clientBench({ seed: {}, minuteMs: 100 })

  const end = await bench.python(join(import.meta.dirname, 'lifecycle.py'))

  expect(end.stderr).toBe('')
  expect(JSON.parse(end.stdout)).toEqual({
    account: '123456789012',
    state: 'COMPLETE',
    events: [
      'DEPLOYMENT_STARTED',
      'PERCENTAGE_UPDATED',
      'PERCENTAGE_UPDATED',
      'BAKE_TIME_STARTED',
      'DEPLOYMENT_COMPLETED',
    ],
  })
}, 120_000)
