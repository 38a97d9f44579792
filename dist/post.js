// The source of dist/post.js, the file of `runs.post` in action.yml: the bundle sees that it was started by this name.
import './index.js';
