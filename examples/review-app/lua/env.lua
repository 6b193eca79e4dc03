-- Settings and hooks of this project. All are optional: see docs/configuration.md.
return {
  target_metadata = require("models"),
}
