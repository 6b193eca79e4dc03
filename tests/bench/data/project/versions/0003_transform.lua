--- split the names, lower-case the addresses
revision = "transform"
down_revision = "insert"

function upgrade()
  op.transform_rows("people", {
    columns = { "full_name", "email" },
    set = { "first_name", "last_name", "email" },
  }, function(row)
    local first, last = row.full_name:match("^(%S+)%s*(.*)$")
    return { first_name = first, last_name = last, email = row.email:lower() }
  end)
end

function downgrade()
end
