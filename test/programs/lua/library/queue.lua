-- A queue, with functions in a metatable.
--
-- SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

local queue = {}
queue.__index = queue

function queue.new() return setmetatable({ first = 1, last = 0 }, queue) end

function queue:push(value)
  self.last = self.last + 1
  self[self.last] = value
end

function queue:pop()
  local value = self[self.first]
  self[self.first] = nil
  self.first = self.first + 1
  return value
end

function queue:empty() return self.first > self.last end

return queue
