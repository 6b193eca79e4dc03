--- people
revision = "table"
down_revision = nil

function upgrade()
  op.create_table("people", {
    column("id", Integer, { primary_key = true }),
    column("full_name", Text),
    column("email", Text),
    column("amount", Double),
    column("first_name", Text),
    column("last_name", Text),
  })
end

function downgrade()
  op.drop_table("people")
end
