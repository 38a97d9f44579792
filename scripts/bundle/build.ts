import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildAction } from './action-build.js'
import { REPOSITORY } from '../step-runner.js'

/** `npm run build`: src into dist. ncc by itself leaves behind what an earlier build made. */
const dist = join(REPOSITORY, 'dist')
rmSync(dist, { recursive: true, force: true })
buildAction(dist)
