// An empty stand-in for lld's link-time optimiser, so that libwrt-llvm.so does not carry LLVM's LTO libraries.
//
// lld takes these four functions of its internal class from an archive member of their own; defining them first keeps
// that member, and the 4 MB behind it, out. The compiler hands lld native objects only, so `add` is never reached; lld
// creates the object and calls `compile` in every link. The constructor touches nothing, so the class's real layout,
// which lld allocates, does not matter.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <cstdlib>
#include <vector>

namespace lld::elf {

class BitcodeFile;
class InputFile;

class BitcodeCompiler {
 public:
  BitcodeCompiler();
  ~BitcodeCompiler();
  void add(BitcodeFile& file);
  std::vector<InputFile*> compile();
};

BitcodeCompiler::BitcodeCompiler() {}
BitcodeCompiler::~BitcodeCompiler() {}

void BitcodeCompiler::add(BitcodeFile&) {
  std::abort();
}

std::vector<InputFile*> BitcodeCompiler::compile() {
  return {};
}

}  // namespace lld::elf
