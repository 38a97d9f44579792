import { getState, saveState } from '@actions/core'
import { main } from './main.js'
import { post } from './post.js'

// The runner starts the same file twice: what the first run saves tells the second that it is `post`.
if (getState('isPost') === 'true') {
  await post()
} else {
  saveState('isPost', 'true')
  await main()
}

// All is told by now. A request that hangs, and that nobody waits for any more, would keep the process for minutes.
process.stdout.write('', () => process.exit())
