-- Comma-separated values, as RFC 4180 has them: quotes around a field may hold commas, line ends and doubled quotes.
-- csv.parse(text) gives rows as tables by the names in the first line; csv.rows(path) gives them one at a time from a
-- file of the project, of any size. An empty field is an empty string. Options: separator (","), and for csv.rows null,
-- the text that stands for NULL.

local csv = { rows = require("csv.rows") }

local function fail(line, what) error(string.format("csv: line %d: %s", line, what), 0) end

-- Errors of arguments are those of the script that calls.
local function refuse(name, argument, expected, got)
  error(string.format("csv.%s: %s: expected %s, got %s", name, argument, expected, type(got)), 4)
end

local function separator_of(name, options)
  if options == nil then return "," end
  if type(options) ~= "table" then refuse(name, "options", "a table of options", options) end
  for key in pairs(options) do
    if key ~= "separator" then
      error(string.format('csv.%s: there is no option "%s" (there is "separator")', name, tostring(key)), 3)
    end
  end
  local separator = options.separator or ","
  if type(separator) ~= "string" or #separator ~= 1 or separator:find('["\r\n]') then
    error(string.format("csv.%s: separator must be one character, no quote and no line end", name), 3)
  end
  return separator
end

local function quoted_field(text, position, line)
  local start, parts = line, {}
  while true do
    local quote = text:find('"', position, true)
    if not quote then fail(start, "a quote is not closed") end
    local part = text:sub(position, quote - 1)
    local _, lines = part:gsub("\n", "")
    line = line + lines
    parts[#parts + 1] = part
    if text:sub(quote + 1, quote + 1) ~= '"' then return table.concat(parts), quote + 1, line end
    parts[#parts + 1] = '"'
    position = quote + 2
  end
end

-- An iterator of the records of `text`: each is a list of strings, and its line as a second value.
local function records(text, separator)
  local plain = "[^" .. (separator:gsub("%W", "%%%0")) .. "\r\n]*"
  local position, line = text:sub(1, 3) == "\u{FEFF}" and 4 or 1, 1
  return function()
    if position > #text then return nil end
    local row, first_line = {}, line
    while true do
      local field
      if text:sub(position, position) == '"' then
        field, position, line = quoted_field(text, position + 1, line)
      else
        field = text:match(plain, position)
        position = position + #field
      end
      row[#row + 1] = field
      local c = text:sub(position, position)
      if c == separator then
        position = position + 1
      elseif c == "" then
        return row, first_line
      elseif c == "\r" or c == "\n" then
        position = position + (text:sub(position, position + 1) == "\r\n" and 2 or 1)
        line = line + 1
        return row, first_line
      else
        fail(line, "text after a closing quote")
      end
    end
  end
end

local function check_text(text)
  if type(text) ~= "string" then refuse("parse", "text", "a string", text) end
end

function csv.parse(text, options)
  check_text(text)
  local next_row = records(text, separator_of("parse", options))
  local names = next_row()
  local result = {}
  if not names then return result end
  local known = {}
  for _, name in ipairs(names) do
    if name ~= "" and known[name] then fail(1, string.format('two columns are called "%s"', name)) end
    known[name] = true
  end
  for row, line in next_row do
    local empty_line = #row == 1 and row[1] == ""
    if not empty_line then
      if #row ~= #names then fail(line, string.format("%d fields, but the first line names %d", #row, #names)) end
      local record = {}
      for i, name in ipairs(names) do record[name] = row[i] end
      result[#result + 1] = record
    end
  end
  return result
end

local function field_text(value, separator)
  local text = (value == nil or value == null) and "" or tostring(value)
  if text:find('["\r\n]') or text:find(separator, 1, true) then return '"' .. text:gsub('"', '""') .. '"' end
  return text
end

local writable = { ["string"] = true, ["number"] = true, ["boolean"] = true, ["nil"] = true }

local function check_format(rows, names)
  if type(rows) ~= "table" then refuse("format", "rows", "a list of tables by column", rows) end
  if type(names) ~= "table" then refuse("format", "names", "a list of columns", names) end
  for i, name in ipairs(names) do
    if type(name) ~= "string" then refuse("format", "names[" .. i .. "]", "a string", name) end
  end
  if #names == 0 then error("csv.format: names: expected a list of columns, got an empty one", 3) end
  for i, row in ipairs(rows) do
    if type(row) ~= "table" then refuse("format", "rows[" .. i .. "]", "a table by column", row) end
    for _, name in ipairs(names) do
      local value = row[name]
      if value ~= null and not writable[type(value)] then
        refuse("format", string.format("rows[%d].%s", i, name), "a string, a number, a boolean or null", value)
      end
    end
  end
end

-- The text of `rows` (tables by name) with the columns `names`, which are its first line.
function csv.format(rows, names, options)
  check_format(rows, names)
  local separator = separator_of("format", options)
  local lines = {}
  local function add(values) lines[#lines + 1] = table.concat(values, separator) end
  local head = {}
  for i, name in ipairs(names) do head[i] = field_text(name, separator) end
  add(head)
  for _, row in ipairs(rows) do
    local values = {}
    for i, name in ipairs(names) do values[i] = field_text(row[name], separator) end
    add(values)
  end
  return table.concat(lines, "\n") .. "\n"
end

return csv
