// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Opcodes of the processor's vector instructions that the code of several WebAssembly instructions is made of, by their
// names in Intel's manual (volume 2). All have the prefix 66 but those that say otherwise.
#pragma once

#include <cstdint>

#include "compiler/baseline/assembler.h"
#include "lib/wasm/opcodes.h"

namespace wrt::baseline {

// That of packed floats.
constexpr Prefix packed(Lane lane) {
  return lane == Lane::F32 ? Prefix::None : Prefix::P66;
}

// One of the opcodes for lanes of 8, 16, 32 and 64 bits; 0 where there is none.
constexpr std::uint32_t by_lane(Lane lane, std::uint32_t i8, std::uint32_t i16, std::uint32_t i32 = 0,
                                std::uint32_t i64 = 0) {
  switch (lane) {
    case Lane::I8: return i8;
    case Lane::I16: return i16;
    case Lane::I32: return i32;
    case Lane::I64: return i64;
    default: return 0;
  }
}

constexpr std::uint32_t padd(Lane lane) {
  return by_lane(lane, 0x0ffc, 0x0ffd, 0x0ffe, 0x0fd4);
}
constexpr std::uint32_t psub(Lane lane) {
  return by_lane(lane, 0x0ff8, 0x0ff9, 0x0ffa, 0x0ffb);
}
constexpr std::uint32_t pcmpeq(Lane lane) {
  return by_lane(lane, 0x0f74, 0x0f75, 0x0f76, 0x0f3829);
}
constexpr std::uint32_t pcmpgt(Lane lane) {
  return by_lane(lane, 0x0f64, 0x0f65, 0x0f66, 0x0f3837);
}
constexpr std::uint32_t pminu(Lane lane) {
  return by_lane(lane, 0x0fda, 0x0f383a, 0x0f383b);
}
constexpr std::uint32_t pmaxu(Lane lane) {
  return by_lane(lane, 0x0fde, 0x0f383e, 0x0f383f);
}
// pmovsx and pmovzx to lanes of twice the width, which are meant.
constexpr std::uint32_t pmovx(Lane result, bool is_signed) {
  return is_signed ? by_lane(result, 0, 0x0f3820, 0x0f3823, 0x0f3825)
                   : by_lane(result, 0, 0x0f3830, 0x0f3833, 0x0f3835);
}

namespace vector_opcode {

// Bits
inline constexpr std::uint32_t kPand = 0x0fdb;
inline constexpr std::uint32_t kPandn = 0x0fdf;  // not the first, and the second
inline constexpr std::uint32_t kPor = 0x0feb;
inline constexpr std::uint32_t kPxor = 0x0fef;
inline constexpr std::uint32_t kPtest = 0x0f3817;
inline constexpr std::uint32_t kPcmpeqd = 0x0f76;

// Lanes
inline constexpr std::uint32_t kPshufb = 0x0f3800;
inline constexpr std::uint32_t kPshufd = 0x0f70;  // with 66; the low words alone with F2
inline constexpr std::uint32_t kPunpcklqdq = 0x0f6c;
inline constexpr std::uint32_t kPunpcklbw = 0x0f60;
inline constexpr std::uint32_t kPunpckhbw = 0x0f68;
inline constexpr std::uint32_t kPunpcklwd = 0x0f61;
inline constexpr std::uint32_t kPunpckhwd = 0x0f69;
inline constexpr std::uint32_t kPunpckldq = 0x0f62;
inline constexpr std::uint32_t kPinsrb = 0x0f3a20;
inline constexpr std::uint32_t kPinsrw = 0x0fc4;
inline constexpr std::uint32_t kPinsrd = 0x0f3a22;  // with 64 bits: pinsrq
inline constexpr std::uint32_t kPextrb = 0x0f3a14;
inline constexpr std::uint32_t kPextrw = 0x0f3a15;
inline constexpr std::uint32_t kPextrd = 0x0f3a16;  // with 64 bits: pextrq
inline constexpr std::uint32_t kMovddup = 0x0f12;   // with F2
inline constexpr std::uint32_t kPacksswb = 0x0f63;
inline constexpr std::uint32_t kPackuswb = 0x0f67;

// Products
inline constexpr std::uint32_t kPmullw = 0x0fd5;
inline constexpr std::uint32_t kPmulhw = 0x0fe5;
inline constexpr std::uint32_t kPmulhuw = 0x0fe4;
inline constexpr std::uint32_t kPmuldq = 0x0f3828;
inline constexpr std::uint32_t kPmuludq = 0x0ff4;
inline constexpr std::uint32_t kPmaddwd = 0x0ff5;
inline constexpr std::uint32_t kPmaddubsw = 0x0f3804;  // the first factor is unsigned
inline constexpr std::uint32_t kPmulhrsw = 0x0f380b;

// Floats, with the prefix of packed()
inline constexpr std::uint32_t kAddps = 0x0f58;
inline constexpr std::uint32_t kMulps = 0x0f59;
inline constexpr std::uint32_t kSubps = 0x0f5c;
inline constexpr std::uint32_t kMinps = 0x0f5d;
inline constexpr std::uint32_t kMaxps = 0x0f5f;
inline constexpr std::uint32_t kCmpps = 0x0fc2;
inline constexpr std::uint32_t kShufps = 0x0fc6;

// Conversions
inline constexpr std::uint32_t kCvtdq2ps = 0x0f5b;   // no prefix
inline constexpr std::uint32_t kCvttps2dq = 0x0f5b;  // with F3
inline constexpr std::uint32_t kCvttpd2dq = 0x0fe6;

}  // namespace vector_opcode

// What cmpps compares for; the last two are about NaNs.
inline constexpr std::uint8_t kCmpEqual = 0;
inline constexpr std::uint8_t kCmpLess = 1;
inline constexpr std::uint8_t kCmpLessEqual = 2;
inline constexpr std::uint8_t kCmpNotEqual = 4;
inline constexpr std::uint8_t kCmpUnordered = 3;
inline constexpr std::uint8_t kCmpOrdered = 7;

}  // namespace wrt::baseline
