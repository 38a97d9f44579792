import { main } from './main.js'
import { post } from './post.js'
import { endProcess, isPost } from './runner/entry.js'

await (isPost() ? post() : main())
endProcess()
