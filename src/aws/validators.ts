import { GetConfigurationProfileCommand } from '@aws-sdk/client-appconfig'
import { present } from '../configuration/json/present.js'
import type { Aws } from './client.js'
import { request } from './failure.js'
import type { HostedProfileAddress } from './hosted-versions.js'

/** What checks and encrypts the versions of a configuration profile. */
export interface ProfileSafeguards {
  /** The texts of the JSON Schema validators. */
  readonly jsonSchemas: readonly string[]
  /** The ARNs of the Lambda functions that validate, which only AppConfig can ask. */
  readonly lambdaArns: readonly string[]
  /** The key that encrypts the profile's hosted versions. */
  readonly kmsKeyIdentifier?: string
}

/**
 * The validators and the key of a configuration profile.
 * @throws AwsRequestError
 */
export async function profileSafeguards(aws: Aws, address: HostedProfileAddress): Promise<ProfileSafeguards> {
  const command = new GetConfigurationProfileCommand({
    ApplicationId: address.applicationId,
    ConfigurationProfileId: address.configurationProfileId,
  })
  const answer = await request('GetConfigurationProfile', 'the validators of the configuration profile', () =>
    aws.connection.retrying.send(command, { abortSignal: aws.signal }),
  )
  const validators = answer.Validators ?? []
  const contents = (type: string) =>
    validators.flatMap(({ Type, Content }) => (Type === type && Content !== undefined ? [Content] : []))
  const kmsKeyIdentifier = [answer.KmsKeyArn, answer.KmsKeyIdentifier].find((text) => Boolean(text))
  return {
    jsonSchemas: contents('JSON_SCHEMA'),
    lambdaArns: contents('LAMBDA'),
    ...present({ kmsKeyIdentifier }),
  }
}
