-- Settings and hooks of this project, all optional.
return {
  target_metadata = require("models"),
}
