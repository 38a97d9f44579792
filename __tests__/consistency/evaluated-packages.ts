/**
 * The packages of the bundle that a plain deploy evaluates: those that it needs, and what these need. Any other is
 * imported where it is used, by `await import(/* webpackMode: "eager" *\/ 'package')`, which leaves it in the bundle.
 */
export const EVALUATED: readonly string[] = [
  '@actions/core',
  '@actions/exec',
  '@actions/http-client',
  '@actions/io',
  '@aws-sdk/client-appconfig',
  '@aws-sdk/core',
  '@aws-sdk/credential-provider-env',
  '@aws-sdk/credential-provider-node',
  '@aws-sdk/xml-builder',
  '@aws/lambda-invoke-store',
  '@smithy/core',
  '@smithy/node-http-handler',
  '@smithy/signature-v4',
  '@smithy/types',
  'tunnel',
  'yaml',
]

/** Evaluated by a plain deploy, which does not use them. */
export const NOT_YET_LAZY: readonly string[] = [
  'ajv',
  'ajv-draft-04',
  'diff',
  'fast-deep-equal',
  'fast-uri',
  'json-schema-traverse',
]
