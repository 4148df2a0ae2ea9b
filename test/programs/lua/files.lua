-- Modules, files and folders, as a guest sees them in the folder that it was given.
--
-- SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

local queue = require("library.queue")
local text = require("library.text")
print(package.loaded["library.queue"] == queue, require("library.text") == text, pcall(require, "library.nothing") == false)

local q = queue.new()
for word in text.words("a module of a folder uses a module of a folder") do q:push(word) end
local counts = {}
while not q:empty() do local word = q:pop(); counts[word] = (counts[word] or 0) + 1 end
print(text.table(counts))

-- Written, read in every format, changed in the middle, appended to.
local file = assert(io.open("lines.txt", "w"))
for i = 1, 1000 do file:write(i, " ", i * i, "\n") end
print(file:seek("cur"), file:close(), io.type(file))
local total = 0
for a, b in io.lines("lines.txt", "n", "n") do total = total + a * b end
print(total)
file = assert(io.open("lines.txt", "r+b"))
print(file:read("l", "L", 3), file:seek("set", 100), file:read(5), file:seek("end"))
file:seek("set", 0)
file:write("ONE")
file:close()
file = assert(io.open("lines.txt", "a"))
file:setvbuf("full", 16)
file:write("the end\n")
file:close()
file = assert(io.open("lines.txt"))
local all = file:read("a")
print(#all, all:sub(1, 6), all:sub(-8), file:read("a") == "", file:read("l"), file:read(0))
file:close()
print(pcall(file.read, file))

print(os.rename("lines.txt", "renamed.txt"), io.open("lines.txt"), os.rename("renamed.txt", "lines.txt"))
print(select("#", os.remove("no such file")), (select(2, os.remove("no such file"))))
print(io.open("library/new.lua", "w"):write("return { answer = 42 }\n"):close(), require("library.new").answer, os.remove("library/new.lua"))
print(os.getenv("NO_SUCH_VARIABLE"))
print(os.date("!%Y-%m-%d %H:%M:%S", 86400 * 365), os.time({ year = 2001, month = 2, day = 3, hour = 4 }), os.clock() >= 0, os.time() > 1e9)
