-- Words, and tables as text in a fixed order.
--
-- SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

local text = {}

function text.words(line) return line:gmatch("%a+") end

function text.table(map)
  local keys = {}
  for key in pairs(map) do keys[#keys + 1] = key end
  table.sort(keys)
  for i, key in ipairs(keys) do keys[i] = key .. "=" .. tostring(map[key]) end
  return table.concat(keys, " ")
end

return text
