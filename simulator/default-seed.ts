import type { Seed } from './seed.js'

const ROLE = 'arn:aws:iam::123456789012:role/appconfig'

const FLAGS = {
  version: '1',
  flags: { checkout: { name: 'checkout', attributes: { limit: { constraints: { type: 'number' } } } } },
  values: { checkout: { enabled: true, limit: 10 } },
}

const SETTINGS_SCHEMA = {
  $schema: 'http://json-schema.org/draft-04/schema#',
  type: 'object',
  required: ['count'],
  properties: { count: { type: 'integer', minimum: 1 } },
}

/** A shop with every kind of configuration source, quick and slow strategies, and one key. */
export const defaultSeed: Seed = {
  region: 'us-east-1',
  account: '123456789012',
  applications: [
    {
      Id: 'shop001',
      Name: 'shop',
      environments: [
        {
          Id: 'prod001',
          Name: 'production',
          Monitors: [
            {
              AlarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:checkout-errors',
              AlarmRoleArn: ROLE,
            },
          ],
        },
        { Id: 'stag001', Name: 'staging' },
      ],
      profiles: [
        {
          Id: 'flags01',
          Name: 'flags',
          Type: 'AWS.AppConfig.FeatureFlags',
          versions: [{ Content: JSON.stringify(FLAGS), VersionLabel: 'v1.0' }],
        },
        {
          Id: 'setting',
          Name: 'settings',
          Validators: [{ Type: 'JSON_SCHEMA', Content: JSON.stringify(SETTINGS_SCHEMA) }],
          versions: [{ Content: '{"count":1}' }, { Content: '{"count":2}' }],
        },
        {
          Id: 'ssmpar1',
          Name: 'parameter',
          LocationUri: 'ssm-parameter://shop-settings',
          RetrievalRoleArn: ROLE,
        },
        {
          Id: 'ssmdoc1',
          Name: 'document',
          LocationUri: 'ssm-document://shop-settings',
          RetrievalRoleArn: ROLE,
        },
        {
          Id: 's3obj01',
          Name: 'object',
          LocationUri: 's3://shop-bucket/settings.json',
          RetrievalRoleArn: ROLE,
        },
        {
          Id: 'secret1',
          Name: 'secret',
          LocationUri: 'secretsmanager://shop-secret',
          RetrievalRoleArn: ROLE,
        },
        { Id: 'pipelin', Name: 'pipeline', LocationUri: 'codepipeline://shop-pipeline' },
      ],
    },
  ],
  strategies: [
    { Id: 'instant', Name: 'Instant', DeploymentDurationInMinutes: 0, GrowthFactor: 100 },
    {
      Id: 'steps01',
      Name: 'Steps',
      DeploymentDurationInMinutes: 4,
      GrowthFactor: 25,
      FinalBakeTimeInMinutes: 2,
    },
    {
      Id: 'expone1',
      Name: 'Exponential',
      DeploymentDurationInMinutes: 10,
      GrowthType: 'EXPONENTIAL',
      GrowthFactor: 10,
      FinalBakeTimeInMinutes: 2,
    },
  ],
  keys: [{ KeyId: '11111111-2222-3333-4444-555555555555', Alias: 'alias/appconfig', State: 'Enabled' }],
}
