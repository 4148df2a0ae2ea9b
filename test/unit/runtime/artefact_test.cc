// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Artefacts as files: what is read back, and how each kind of damage is refused before anything is mapped.
#include "runtime/artefact.h"

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <elf.h>
#include <fcntl.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include "api/program.h"
#include "lib/abi/artefact.h"
#include "test/unit/runtime/text_module.h"

namespace wrt {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::string_view kCounter = R"((module
  (memory (export "memory") 1)
  (data (i32.const 16) "\05\00\00\00")
  (func (export "next") (result i32)
    (i32.store (i32.const 16) (i32.add (i32.load (i32.const 16)) (i32.const 1)))
    (i32.load (i32.const 16)))))";

Bytes compiled(std::string_view text) {
  const Result<Bytes> wasm = parse_text_module(text);
  REQUIRE(wasm.has_value());
  CompileOptions options;
  options.threads = 1;
  Result<CompiledModule> compiled = compile_bytes(*wasm, Features(), options);
  if (!compiled) FAIL(compiled.error().message());
  return std::move(compiled->artefact);
}

// Made once: the tests differ in what they do to it.
const Bytes& counter() {
  static const Bytes artefact = compiled(kCounter);
  return artefact;
}

// A file with a name of its own that is gone at the end.
class TemporaryFile {
 public:
  explicit TemporaryFile(const Bytes& content) {
    static int number = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("wrt-test-" + std::to_string(::getpid()) + "-" + std::to_string(number++) + ".so");
    std::ofstream(path_, std::ios::binary)
        .write(reinterpret_cast<const char*>(content.data()), static_cast<std::streamsize>(content.size()));
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

std::string refusal(const Bytes& artefact) {
  const Result<Artefact> opened = Artefact::from_bytes(artefact);
  return opened ? "" : opened.error().message();
}

Elf64_Ehdr header_of(const Bytes& artefact) {
  Elf64_Ehdr header;
  std::memcpy(&header, artefact.data(), sizeof header);
  return header;
}

// Where the section of that name is in the file.
Elf64_Shdr section_of(const Bytes& artefact, std::string_view name) {
  const Elf64_Ehdr header = header_of(artefact);
  std::vector<Elf64_Shdr> sections(header.e_shnum);
  std::memcpy(sections.data(), artefact.data() + header.e_shoff, sections.size() * sizeof(Elf64_Shdr));
  const char* const names = reinterpret_cast<const char*>(artefact.data()) + sections[header.e_shstrndx].sh_offset;
  for (const Elf64_Shdr& each : sections) {
    if (names + each.sh_name == name) return each;
  }
  FAIL("no section " << name);
  return {};
}

std::int32_t call_next(Instance& instance) {
  const std::optional<Extern> next = instance.find_export("next");
  REQUIRE(next.has_value());
  const Outcome<std::vector<Value>> results = instance.store().call(std::get<FuncExtern>(*next).ref, {});
  REQUIRE(results.has_value());
  return results->front().i32;
}

std::shared_ptr<const LoadedModule> loaded(Result<Artefact> artefact) {
  if (!artefact) FAIL(artefact.error().message());
  Result<std::shared_ptr<const LoadedModule>> module = load_artefact(std::move(*artefact));
  if (!module) FAIL(module.error().message());
  return *module;
}

TEST_CASE("An artefact from a file runs, and each instance has a memory image of its own") {
  const TemporaryFile file(counter());
  const std::shared_ptr<const LoadedModule> module = loaded(Artefact::open(file.path()));
  CHECK(module->settings() == "-O2");
  Store store;
  const auto first = store.instantiate(module, {}, "first");
  const auto second = store.instantiate(module, {}, "second");
  REQUIRE(first.has_value());
  REQUIRE(second.has_value());
  CHECK(call_next(**first) == 6);
  CHECK(call_next(**first) == 7);
  CHECK(call_next(**second) == 6);
}

TEST_CASE("A large memory image is mapped copy on write") {
  std::string text = "(module (memory 1) (data (i32.const 0) \"";
  for (int i = 0; i < 40000; ++i) text += 'x';
  text += R"(") (func (export "next") (result i32)
    (i32.store8 (i32.const 39999) (i32.add (i32.load8_u (i32.const 39999)) (i32.const 1)))
    (i32.load8_u (i32.const 39999))))";
  text += ")";
  const TemporaryFile file(compiled(text));
  const std::shared_ptr<const LoadedModule> module = loaded(Artefact::open(file.path()));
  Store store;
  for (int i = 0; i < 2; ++i) {
    const auto instance = store.instantiate(module, {}, "test");
    REQUIRE(instance.has_value());
    CHECK(call_next(**instance) == 'x' + 1);
  }
}

TEST_CASE("An artefact from an open file is that file, whatever its name leads to by then") {
  const TemporaryFile file(counter());
  const TemporaryFile other(compiled(R"((module (func (export "next") (result i32) (i32.const 99))))"));
  Result<Artefact> artefact = Artefact::open(FileDescriptor(::open(file.path().c_str(), O_RDONLY | O_CLOEXEC)));
  std::filesystem::rename(other.path(), file.path());
  const std::shared_ptr<const LoadedModule> module = loaded(std::move(artefact));
  Store store;
  const auto instance = store.instantiate(module, {}, "test");
  REQUIRE(instance.has_value());
  CHECK(call_next(**instance) == 6);
}

TEST_CASE("An artefact can lie anywhere in a file, but then is not mapped") {
  constexpr std::uint64_t kOffset = 12345;
  Bytes content(kOffset, 0xcc);
  content.insert(content.end(), counter().begin(), counter().end());
  content.insert(content.end(), 99, 0xdd);
  const TemporaryFile file(content);
  const auto open = [&file](FileRange range) {
    return Artefact::open_range(FileDescriptor(::open(file.path().c_str(), O_RDONLY | O_CLOEXEC)), range);
  };
  Result<Artefact> artefact = open({kOffset, counter().size()});
  if (!artefact) FAIL(artefact.error().message());
  CHECK(artefact->identity() == Artefact::from_bytes(counter())->identity());
  CHECK(artefact->file_range()->offset == kOffset);
  const Result<SharedObject> mapped = artefact->map();
  REQUIRE_FALSE(mapped.has_value());
  CHECK(mapped.error().kind() == ErrorKind::Unsupported);

  CHECK_FALSE(open({kOffset, counter().size() - 1}).has_value());
  CHECK_FALSE(open({kOffset + 1, counter().size()}).has_value());
  CHECK_FALSE(open({kOffset, counter().size() + 100}).has_value());
  CHECK_FALSE(open({content.size() + 1, 0}).has_value());
  CHECK_FALSE(open({~std::uint64_t{0}, ~std::uint64_t{0}}).has_value());
}

TEST_CASE("An artefact that is loaded already is the same module") {
  const TemporaryFile file(counter());
  const std::shared_ptr<const LoadedModule> module = loaded(Artefact::open(file.path()));
  CHECK(loaded(Artefact::open(file.path())) == module);
  CHECK(loaded(Artefact::from_bytes(counter())) != module);
}

TEST_CASE("An artefact can be loaded again after its last owner is gone") {
  const TemporaryFile file(counter());
  for (int i = 0; i < 3; ++i) {
    const std::shared_ptr<const LoadedModule> module = loaded(Artefact::open(file.path()));
    Store store;
    const auto instance = store.instantiate(module, {}, "test");
    REQUIRE(instance.has_value());
    CHECK(call_next(**instance) == 6);
  }
}

TEST_CASE("Artefacts in memory keep files open for debuggers, but not all that a process may have") {
  constexpr std::size_t kCount = 700;
  const auto open_files = [] {
    const std::filesystem::directory_iterator files("/proc/self/fd");
    return std::distance(begin(files), end(files));
  };
  std::vector<std::shared_ptr<const LoadedModule>> modules;
  for (std::size_t i = 0; i < kCount; ++i) {
    Result<Artefact> artefact = Artefact::from_bytes(counter());
    REQUIRE(artefact.has_value());
    Result<std::shared_ptr<const LoadedModule>> loaded = load_artefact(std::move(*artefact));
    if (!loaded) FAIL(loaded.error().message());
    modules.push_back(*loaded);
    if (i == 10) CHECK(open_files() > 10);
  }
  CHECK(open_files() < 600);
  modules.clear();
  CHECK(open_files() < 100);
}

TEST_CASE("Two compilations of a module give the same bytes") {
  CHECK(compiled(kCounter) == counter());
}

TEST_CASE("An artefact that was cut off is refused, wherever that was") {
  for (std::size_t size = 0; size < counter().size(); size += 512) {
    const std::string message =
        refusal(Bytes(counter().begin(), counter().begin() + static_cast<std::ptrdiff_t>(size)));
    INFO(size << ": " << message);
    CHECK(message.find("cut off") != message.npos);
  }
}

TEST_CASE("A flipped bit anywhere in the note is found") {
  const Elf64_Shdr section = section_of(counter(), kNoteSection);
  for (std::size_t i = 12; i < section.sh_size; ++i) {
    Bytes damaged = counter();
    damaged[section.sh_offset + i] ^= 4;
    const std::string message = refusal(damaged);
    INFO(i << ": " << message);
    // Behind the text there may be padding.
    if (i < section.sh_size - 4) CHECK(message.starts_with("note is"));
  }
}

TEST_CASE("A flipped bit in the skeleton is found") {
  const Elf64_Shdr section = section_of(counter(), kSkeletonSection);
  Bytes damaged = counter();
  damaged[section.sh_offset + section.sh_size / 2] ^= 1;
  CHECK(refusal(damaged) == "damaged: the module's skeleton differs");
}

TEST_CASE("An artefact of another machine is refused by name") {
  Bytes other = counter();
  Elf64_Ehdr header = header_of(other);
  header.e_machine = EM_S390;
  std::memcpy(other.data(), &header, sizeof header);
  CHECK(refusal(other) == "compiled for machine 22, for which wrt has no code");
  header.e_machine = host_architecture() == Architecture::AArch64 ? EM_X86_64 : EM_AARCH64;
  std::memcpy(other.data(), &header, sizeof header);
  CHECK(refusal(other).find(", and this computer is ") != std::string::npos);
}

TEST_CASE("An artefact of another format version is refused with both versions") {
  Bytes other = counter();
  other[section_of(other, kNoteSection).sh_offset + 8] = 99;
  CHECK(refusal(other).starts_with("its format has version 99, and this wrt reads version "));
}

TEST_CASE("An artefact for a processor with more features, or with another ABI, is refused") {
  // The note is as long as before, so that it can be put back with its hash.
  const auto with_note = [](auto change) {
    Bytes artefact = counter();
    const Elf64_Shdr section = section_of(artefact, kNoteSection);
    std::uint32_t size = 0;
    std::memcpy(&size, artefact.data() + section.sh_offset + 4, sizeof size);
    Result<ArtefactNote> note = ArtefactNote::decode({artefact.data() + section.sh_offset + 16, size});
    REQUIRE(note.has_value());
    change(*note);
    const Bytes content = note->encode();
    REQUIRE(content.size() == size);
    std::memcpy(artefact.data() + section.sh_offset + 16, content.data(), size);
    return artefact;
  };
  const std::string feature = refusal(with_note([](ArtefactNote& note) { note.cpu_features[0] = "abcd"; }));
  CHECK(feature.find("abcd, which this one lacks") != feature.npos);
  const std::string abi = refusal(with_note([](ArtefactNote& note) { note.abi ^= 1; }));
  CHECK(abi.find("does not fit this one's runtime") != abi.npos);
}

// The artefact with one tag of its dynamic section replaced.
Bytes with_tag(Elf64_Sxword tag) {
  Bytes artefact = counter();
  const Elf64_Shdr section = section_of(artefact, ".dynamic");
  Elf64_Dyn entry;
  std::memcpy(&entry, artefact.data() + section.sh_offset, sizeof entry);
  entry.d_tag = tag;
  entry.d_un.d_val = DF_TEXTREL;
  std::memcpy(artefact.data() + section.sh_offset, &entry, sizeof entry);
  return artefact;
}

TEST_CASE("A shared object that would do more than be mapped is refused") {
  CHECK(refusal(with_tag(DT_NEEDED)) == "refused: it needs other shared objects");
  CHECK(refusal(with_tag(DT_INIT)) == "refused: it runs code when it is loaded");
  CHECK(refusal(with_tag(DT_INIT_ARRAY)) == "refused: it runs code when it is loaded");
  CHECK(refusal(with_tag(DT_FINI_ARRAY)) == "refused: it runs code when it is unloaded");
  CHECK(refusal(with_tag(DT_TEXTREL)) == "refused: it changes its code when it is loaded");
  CHECK(refusal(with_tag(DT_FLAGS)) == "refused: it changes its code when it is loaded");
  CHECK(refusal(with_tag(DT_RUNPATH)) == "refused: it asks the dynamic loader for more than an artefact does");
}

TEST_CASE("A program, a text and nothing at all are no artefacts") {
  CHECK(refusal({}) == "cut off: it is shorter than an ELF header");
  CHECK(refusal(Bytes(100, 'x')) == "not an ELF file");
  const Result<Artefact> program = Artefact::open("/proc/self/exe");
  REQUIRE_FALSE(program.has_value());
  CHECK(program.error().message() == "a shared object, but not one that 'wrt compile' made");
}

}  // namespace
}  // namespace wrt
