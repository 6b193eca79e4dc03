-- The environment of the migrations: settings and hooks, all optional. See docs/lua.md, "The environment".
return {}
