-- Work for some seconds: what interpreters are timed with, and errors by the hundred thousand.
--
-- SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

local function fibonacci(n) if n < 2 then return n end return fibonacci(n - 1) + fibonacci(n - 2) end

local function tree(depth) if depth == 0 then return {} end return { tree(depth - 1), tree(depth - 1) } end
local function size(t) if not t[1] then return 1 end return 1 + size(t[1]) + size(t[2]) end

local function sieve(limit)
  local composite, count = {}, 0
  for i = 2, limit do
    if not composite[i] then
      count = count + 1
      for j = i * i, limit, i do composite[j] = true end
    end
  end
  return count
end

local function mandelbrot(width)
  local inside = 0
  for y = 0, width - 1 do
    for x = 0, width - 1 do
      local a, b, n = 0.0, 0.0, 0
      local ca, cb = 3.0 * x / width - 2.0, 2.0 * y / width - 1.0
      while a * a + b * b < 4.0 and n < 60 do a, b, n = a * a - b * b + ca, 2.0 * a * b + cb, n + 1 end
      if n == 60 then inside = inside + 1 end
    end
  end
  return inside
end

local function strings(count)
  local parts = {}
  for i = 1, count do parts[#parts + 1] = ("%d:%s"):format(i, ("x"):rep(i % 7)):upper():reverse() end
  local joined = table.concat(parts, ";")
  local runs = 0
  for _ in joined:gmatch("X+:") do runs = runs + 1 end
  return #joined, runs
end

local function errors(count)
  local caught = 0
  for i = 1, count do
    local ok, value = pcall(function() if i % 2 == 0 then error(i) end return -i end)
    if not ok then caught = caught + value end
  end
  return caught
end

local function switches(count)
  local counter = coroutine.wrap(function() for i = 1, count do coroutine.yield(i) end return 0 end)
  local sum = 0
  for i in function() local n = counter(); return n ~= 0 and n or nil end do sum = sum + i end
  return sum
end

print(fibonacci(31), size(tree(17)), sieve(2000000), mandelbrot(300), strings(300000))
print(errors(300000), switches(300000))
