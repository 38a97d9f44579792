import { main } from './main.js'
import { post } from './post.js'
import { endProcess, ignoreClosedOutput, isPost } from './runner/entry.js'

ignoreClosedOutput()
await (isPost() ? post() : main())
endProcess()
