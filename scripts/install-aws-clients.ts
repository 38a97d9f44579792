import { installAwsClients } from './aws-clients.js'

/** For `npm run test:aws-clients`: the AWS CLI and boto3, which drive the simulator in the tests. */
installAwsClients()
