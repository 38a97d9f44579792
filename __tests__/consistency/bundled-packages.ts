/** Every package in dist, under the reason why the action needs it. A new one is to be thought about, and put here. */
const REASONS: Readonly<Record<string, readonly string[]>> = {
  'inputs, outputs, state, log and OIDC tokens of the runner': [
    '@actions/core',
    '@actions/http-client',
    'tunnel',
  ],
  'brought in by @actions/core, for the platform that it can describe': ['@actions/exec', '@actions/io'],
  'the API of GitHub': [
    '@actions/github',
    ...[
      'auth-token',
      'core',
      'endpoint',
      'graphql',
      'plugin-paginate-rest',
      'plugin-rest-endpoint-methods',
    ].map((name) => `@octokit/${name}`),
    ...[
      '@octokit/request',
      '@octokit/request-error',
      'before-after-hook',
      'content-type',
      'json-with-bigint',
    ],
    ...['undici', 'universal-user-agent'],
  ],
  'the API of AppConfig': [
    '@aws-sdk/client-appconfig',
    '@aws-sdk/core',
    '@aws-sdk/signature-v4-multi-region',
    '@aws-sdk/xml-builder',
    '@aws/lambda-invoke-store',
    '@smithy/core',
    '@smithy/node-http-handler',
    '@smithy/signature-v4',
    '@smithy/types',
    'bowser',
  ],
  'the account of the credentials, which the ARN of an environment needs': ['@aws-sdk/client-sts'],
  'where credentials of the job may come from': [
    ...['env', 'http', 'ini', 'login', 'node', 'process', 'sso', 'web-identity'].map(
      (name) => `@aws-sdk/credential-provider-${name}`,
    ),
    '@aws-sdk/nested-clients',
    '@aws-sdk/token-providers',
    '@smithy/credential-provider-imds',
  ],
  'JSON Schema validators of configuration profiles, checked before anything is published': [
    ...['ajv', 'ajv-draft-04', 'fast-deep-equal', 'fast-uri', 'json-schema-traverse'],
  ],
  'the difference of content that a plan shows': ['diff'],
  'inputs that are YAML, and YAML configuration': ['yaml'],
}

export const EXPECTED_PACKAGES: readonly string[] = Object.values(REASONS).flat().sort()

/** What may be in a bundle under MIT: these ask for their text, and for nothing else. */
export const LICENSES: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
]

/** Published without the text of their licence, the Apache License, which stands with the other packages of the SDK. */
export const WITHOUT_TEXT: readonly string[] = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/nested-clients',
]
