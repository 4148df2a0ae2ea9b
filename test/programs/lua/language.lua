-- The language: closures, coroutines, metatables, errors through many levels, goto, integers, strings, garbage.
--
-- SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

-- Errors unwind Lua and C functions alike, in every mixture.
local function fail_at(depth, what)
  if depth == 0 then error(what) end
  local ok, message = pcall(string.gsub, "x", "x", function() fail_at(depth - 1, what) end)
  error(message, 0)
end
print(pcall(fail_at, 30, { "a table" }) == false, select(2, pcall(fail_at, 15, "a string")))
print(xpcall(fail_at, function(message) return "handled " .. message end, 3, "here"))
print(pcall(error), pcall(error, nil), select("#", pcall(error, nil)))
print(pcall(function() local a = nil; return a.field end))
print(pcall(function() return 1 < "2" end), pcall(function() return {} .. "" end))
print(pcall(string.rep, "x", -1), pcall(string.rep, "x", 1 << 60))
print(select(2, pcall(function() local function f() return f() + 1 end return f() end)):match("stack overflow"))
print(pcall(setmetatable({}, { __call = function(self, a) return a, self ~= nil end }), 5))

-- Variables that are closed when an error passes.
do
  local log = {}
  local function closing(name)
    return setmetatable({}, { __close = function(_, err) log[#log + 1] = name .. ":" .. tostring(err):gsub("^.*: ", "") end })
  end
  pcall(function()
    local a <close> = closing("a")
    local b <close> = closing("b")
    error("thrown")
  end)
  print(table.concat(log, " "))
end

-- Coroutines: a generator in a generator, errors inside, wrapping, closing.
local function permutations(list, n)
  n = n or #list
  if n <= 1 then coroutine.yield(table.concat(list)) return end
  for i = 1, n do
    list[n], list[i] = list[i], list[n]
    permutations(list, n - 1)
    list[n], list[i] = list[i], list[n]
  end
end
local seen = {}
for text in coroutine.wrap(function() permutations({ "a", "b", "c", "d" }) end) do seen[#seen + 1] = text end
table.sort(seen)
print(#seen, seen[1], seen[24])
local broken = coroutine.create(function() coroutine.yield(1); error("inside") end)
print(coroutine.resume(broken), coroutine.resume(broken), coroutine.status(broken), coroutine.resume(broken))
print(pcall(coroutine.wrap(function() return pcall(function() coroutine.yield("through pcall"); error("late") end) end)))
local open = coroutine.create(function() local x <close> = setmetatable({}, { __close = function() print("closed") end }); coroutine.yield() end)
coroutine.resume(open)
print(coroutine.close(open), coroutine.status(open))
local many = {}
for i = 1, 5000 do
  many[i] = coroutine.create(function(a) local b = coroutine.yield(a + i); return b * i end)
  coroutine.resume(many[i], 1)
end
local sum = 0
for i = 1, 5000 do sum = sum + select(2, coroutine.resume(many[i], 2)) end
print(sum)

-- Numbers.
print(7 // 2, -7 // 2, 7 % -3, 7.5 // 2, 2 ^ 53, 1 << 63, math.maxinteger + 1 == math.mininteger, 3 | 4 ~ 1, "10" + 5)
print(math.type(1), math.type(1.0), 0x7fffffffffffffff, 1e308 * 10, -(0 / 0) ~= 0, 5 // 0.0, pcall(function() return 1 // 0 end))
print(string.format("%5d|%-5s|%05.1f|%q|%x|%g|%a|%i", 42, "ab", 3.14159, 'a "b"\n', 255, 1e20, 1.0, 3))
print(tostring(2 ^ 63), math.tointeger(3.0), 1e15, 1e16, 0.1, 123456.789e3, tonumber("0x1p4"), tonumber("zz", 36), tonumber("8", 8))

-- Strings and patterns.
print(("hello world"):gsub("o", { o = "0" }), ("key = value"):match("^(%w+)%s*=%s*(%w+)$"), ("x"):rep(3, ","))
print(("%d"):format(3), ("THE (quick) fox"):find("%((%a+)%)"), ("abc"):byte(1, -1), ("äöü"):len(), utf8.len("äöü"), utf8.char(228, 8364))
for at, code in utf8.codes("aé€") do io.write(at, ":", code, " ") end
print(string.pack("<i4z", 7, "seven"):byte(1, -1))
print(string.unpack(">I2 s1 d", string.pack(">I2 s1 d", 513, "text", -0.5)))

-- Metatables and garbage.
local vector = {}
vector.__index, vector.__add = vector, function(a, b) return setmetatable({ a[1] + b[1], a[2] + b[2] }, vector) end
vector.__eq, vector.__lt = function(a, b) return a[1] == b[1] and a[2] == b[2] end, function(a, b) return a[1] < b[1] end
vector.__len, vector.__tostring = function() return 2 end, function(v) return "(" .. v[1] .. "," .. v[2] .. ")" end
local one = setmetatable({ 1, 2 }, vector)
print(tostring(one + one), one == setmetatable({ 1, 2 }, vector), #one, one < one + one)
local weak, finalised = setmetatable({}, { __mode = "k" }), 0
for i = 1, 1000 do weak[setmetatable({}, { __gc = function() finalised = finalised + 1 end })] = i end
collectgarbage(); collectgarbage()
print(next(weak), finalised)
collectgarbage("generational")
local keep = {}
for i = 1, 200000 do keep[i % 1000] = { i, tostring(i) } end
collectgarbage("incremental")
print(keep[7][2])
for i = 1, 3 do
  for j = 1, 3 do if j == 2 then goto continue end; io.write(i, j, " ") ::continue:: end
end
print()
print(load("return 1 +"))
print(load("return ...", "chunk", "t", {})(9), pcall(load, nil))
print(#string.dump(function() return 1 end) > 20, load(string.dump(function(a) return a * 2 end))(21))
