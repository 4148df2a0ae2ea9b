// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// PartMaker and BackgroundServer: that what is asked for is made once, and that nothing that can be asked for does harm.
#include "api/part_maker.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <string_view>
#include <thread>

#include <catch2/catch.hpp>

#include "api/background_server.h"
#include "api/compiler_module.h"
#include "api/program.h"
#include "lib/binary/body_reader.h"
#include "lib/text/parser.h"
#include "runtime/artefact_pieces.h"
#include "runtime/shared_object.h"

namespace wrt {
namespace {

using Pieces = std::vector<std::pair<std::uint32_t, bool>>;  // functions, and whether it is a loop of theirs

constexpr std::string_view kText = R"((module
  (import "env" "f" (func $imported))
  (func $plain (param i32) (result i32) (local.get 0))
  (func $repeat (param i32)
    (loop $again
      (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (call $imported))
  (func $last (drop (call $plain (i32.const 1))))))";

constexpr std::uint32_t kPlain = 0, kRepeat = 1, kLast = 2;

std::shared_ptr<const ValidatedModule> validated() {
  Result<std::vector<std::uint8_t>> bytes = parse_text_module(kText);
  REQUIRE(bytes.has_value());
  LoadStatistics statistics;
  auto module =
      validate_all(std::make_shared<const std::vector<std::uint8_t>>(std::move(*bytes)), Features(), statistics);
  REQUIRE(module.has_value());
  return *module;
}

std::uint32_t loop_of(const Module& module, std::uint32_t number) {
  BodyReader reader(module.bodies[number]);
  std::vector<LocalRun> locals;
  REQUIRE(reader.read_locals(0, locals).has_value());
  Instruction instruction;
  while (!reader.at_end()) {
    REQUIRE(reader.read(instruction).has_value());
    if (instruction.opcode == Opcode::Loop) return static_cast<std::uint32_t>(instruction.offset);
  }
  FAIL("no loop");
  return 0;
}

Pieces pieces_of(FileDescriptor file, std::optional<FileRange> range = {}) {
  Result<ElfFile> elf = ElfFile::open(std::move(file), range);
  REQUIRE(elf.has_value());
  const Result<ArtefactReader> reader = ArtefactReader::open(std::move(*elf));
  REQUIRE(reader.has_value());
  const Result<std::vector<ArtefactPiece>> rows = read_pieces(*reader);
  REQUIRE(rows.has_value());
  Pieces pieces;
  for (const ArtefactPiece& each : *rows) pieces.emplace_back(each.function, each.loop_offset != 0);
  return pieces;
}

Pieces made_by(PartMaker& maker) {
  const Result<Compiler*> compiler = compiler_module();
  REQUIRE(compiler.has_value());
  const Result<PartMaker::Part> part = maker.make(**compiler);
  REQUIRE(part.has_value());
  if (part->artefact.empty()) return {};
  const Pieces pieces = pieces_of(*make_memory_file(part->artefact));
  CHECK(part->functions + part->loops == pieces.size());
  return pieces;
}

TEST_CASE("PartMaker makes what is wanted, and nothing twice") {
  const auto module = validated();
  const std::uint32_t loop = loop_of(module->module, kRepeat);
  PartMaker maker(module, CompileOptions(), {});
  CHECK(maker.is_idle());
  maker.want(kPlain, 0);
  maker.want(kPlain, 0);
  maker.want(kRepeat, loop);
  CHECK(made_by(maker) == Pieces{{kPlain, false}, {kRepeat, false}, {kRepeat, true}});
  CHECK(maker.is_idle());
  maker.want(kRepeat, loop);
  maker.want(kRepeat, 0);
  CHECK(maker.is_idle());
  maker.want(kLast, 0);
  CHECK(made_by(maker) == Pieces{{kLast, false}});
}

TEST_CASE("PartMaker takes no notice of what does not exist") {
  const auto module = validated();
  const ByteRange& body = module->module.bodies[kRepeat];
  PartMaker maker(module, CompileOptions(), {});
  maker.want(3, 0);
  maker.want(0xffff'ffff, 0xffff'ffff);
  CHECK(maker.is_idle());
  // The function exists, and is made.
  maker.want(kRepeat, static_cast<std::uint32_t>(body.offset + body.bytes.size()));
  maker.want(kRepeat, static_cast<std::uint32_t>(body.offset - 1));
  CHECK(made_by(maker) == Pieces{{kRepeat, false}});
}

TEST_CASE("PartMaker leaves out loops that cannot be entered, once") {
  const auto module = validated();
  const std::uint32_t loop = loop_of(module->module, kRepeat);
  PartMaker maker(module, CompileOptions(), {});
  maker.want(kRepeat, loop + 1);
  maker.want(kRepeat, loop);
  maker.want(kRepeat, loop + 2);
  CHECK(made_by(maker) == Pieces{{kRepeat, false}, {kRepeat, true}});
  maker.want(kRepeat, loop + 1);
  CHECK(maker.is_idle());
}

TEST_CASE("PartMaker makes no functions when there is code of all, but loops") {
  const auto module = validated();
  const std::uint32_t loop = loop_of(module->module, kRepeat);
  PartMaker maker(module, CompileOptions(), {});
  maker.want(kPlain, 0);
  maker.skip(kLast, 0);
  maker.want(kLast, 0);
  maker.skip_functions();
  maker.want(kRepeat, loop);
  CHECK(made_by(maker) == Pieces{{kRepeat, true}});
  CHECK(maker.is_idle());
}

// A server on a thread, with the ends of its pipes that the other process has.
class Served {
 public:
  explicit Served(BackgroundServer::Settings settings) {
    orders_.push_back({"test", nullptr, validated(), CompileOptions(), {}, 0});
    int requests[2];
    int news[2];
    REQUIRE(pipe2(requests, O_CLOEXEC | O_NONBLOCK) == 0);
    REQUIRE(pipe2(news, O_CLOEXEC) == 0);
    requests_in_ = FileDescriptor(requests[0]);
    requests_ = FileDescriptor(requests[1]);
    news_ = FileDescriptor(news[0]);
    news_out_ = FileDescriptor(news[1]);
    parts_ = FileDescriptor(memfd_create("parts", MFD_CLOEXEC));
    whole_ = FileDescriptor(memfd_create("whole", MFD_CLOEXEC));
    BackgroundServer::Files files{requests[0], news[1], parts_.number(), {whole_.number()}};
    thread_ = std::jthread([this, files, settings] {
      BackgroundServer server(orders_, CodeCache(), files, settings);
      server.serve();
    });
  }
  ~Served() { requests_ = FileDescriptor(); }

  const Module& module() const { return orders_.front().validated->module; }
  void write(const void* bytes, std::size_t size) {
    REQUIRE(::write(requests_.number(), bytes, size) == static_cast<ssize_t>(size));
  }
  void ask(const CompileRequest& request) { write(&request, sizeof request); }
  CompileNews news() {
    CompileNews news;
    REQUIRE(::read(news_.number(), &news, sizeof news) == sizeof news);
    return news;
  }
  // Of a part, or of the whole.
  Pieces pieces(const CompileNews& news) {
    const bool is_part = news.kind == CompileNews::Kind::Part;
    return pieces_of(FileDescriptor(dup((is_part ? parts_ : whole_).number())), FileRange{news.offset, news.size});
  }

 private:
  std::vector<CompilationOrder> orders_;
  FileDescriptor requests_in_, requests_, news_, news_out_, parts_, whole_;
  std::jthread thread_;
};

TEST_CASE("BackgroundServer makes what is asked for, and then all") {
  Served served({std::chrono::milliseconds(50), false});
  served.ask({0, kPlain, 0});
  const CompileNews part = served.news();
  REQUIRE(part.kind == CompileNews::Kind::Part);
  CHECK((part.functions == 1 && part.loops == 0));
  CHECK(served.pieces(part) == Pieces{{kPlain, false}});
  const CompileNews whole = served.news();
  REQUIRE(whole.kind == CompileNews::Kind::Whole);
  CHECK(served.pieces(whole).empty());
  // A loop may still run in the code that was there before.
  served.ask({0, kRepeat, loop_of(served.module(), kRepeat)});
  const CompileNews loop = served.news();
  REQUIRE(loop.kind == CompileNews::Kind::Part);
  CHECK(served.pieces(loop) == Pieces{{kRepeat, true}});
}

TEST_CASE("BackgroundServer survives requests that nobody sends who means well") {
  Served served({std::nullopt, true});
  const auto expect_served = [&served] {
    for (;;) {
      const CompileNews news = served.news();
      if (news.kind == CompileNews::Kind::Served) return;
      CHECK_FALSE(served.pieces(news).empty());
    }
  };
  served.ask({1, 0, 0});
  expect_served();
  served.ask({0xffff'ffff, 0xffff'ffff, 0xffff'ffff});
  expect_served();
  std::uint32_t random = 1;
  for (unsigned round = 0; round < 20; ++round) {
    std::vector<std::uint32_t> garbage(300);
    for (std::uint32_t& each : garbage) each = (random = random * 1664525 + 1013904223) >> (round + 8);
    served.write(garbage.data(), garbage.size() * sizeof garbage[0] - round % 12);
    expect_served();
  }
  // Every byte of the bodies as if it were a loop.
  for (std::uint32_t function = 0; function < 3; ++function) {
    const ByteRange& body = served.module().bodies[function];
    for (std::uint32_t at = 0; at < body.bytes.size(); ++at) {
      served.ask({0, function, static_cast<std::uint32_t>(body.offset) + at});
      expect_served();
    }
  }
}

}  // namespace
}  // namespace wrt
