// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Tokens: where they begin and end, what separates them, and the errors of characters, comments and strings.
#include "lib/text/lexer.h"

#include <catch2/catch.hpp>
#include <string>

#include "lib/text/string_literal.h"

namespace wrt {
namespace {

using Kind = Token::Kind;

// The kinds of all tokens as letters, or the error with its offset.
std::string kinds_of(std::string_view source) {
  Lexer lexer(source);
  std::string kinds;
  while (true) {
    const Token token = lexer.next();
    if (token.kind == Kind::End) return kinds;
    if (token.kind == Kind::Error) {
      return std::to_string(lexer.error().offset()) + ": " + lexer.error().message();
    }
    CHECK(source.substr(token.offset, token.text.size()) == token.text);
    kinds += "EX()KISnifR"[static_cast<std::size_t>(token.kind)];
  }
}

}  // namespace

TEST_CASE("each kind of token") {
  CHECK(kinds_of("( ) i32.add $id $\"i d\" \"string\" 12 -0x1 1.5 0xg") == "()KIISnifR");
  CHECK(kinds_of("nan:canonical nan:0x1 inf offset=4 i32.trunc_s:sat/f32") == "KffKK");
  CHECK(kinds_of("(module(func$f))") == "(K(K))");
  CHECK(kinds_of("") == "");
}

TEST_CASE("tokens that touch are one bad token") {
  for (const char* source :
       {"0$x", "\"a\"\"b\"", "\"a\"x", "x\"a\"", "$x\"a\"", "$\"a\"b", "$\"a\"$\"b\"", "1,2", "a[", "Upper"}) {
    INFO(source);
    CHECK(kinds_of(source) == "R");
  }
  CHECK(kinds_of("$x$y") == "I");
  CHECK(kinds_of("a;b") == "KRK");
}

TEST_CASE("comments separate tokens and nest") {
  CHECK(kinds_of("a;;b\nc;;d\re;;f\r\ng") == "KKKK");
  CHECK(kinds_of("a(;b(;c;)d;)e") == "KK");
  CHECK(kinds_of("a(;;)b(;);)c") == "KKK");
  CHECK(kinds_of(";; \x01 \xc3\xa4") == "");
  CHECK(kinds_of("a (; b (; c ;)") == "2: unclosed comment");
  CHECK(kinds_of("a ;; \xff") == "5: malformed UTF-8 encoding");
  CHECK(kinds_of("(; \xc3\x28 ;)") == "3: malformed UTF-8 encoding");
}

TEST_CASE("annotations are skipped with all that is in them") {
  CHECK(kinds_of("a(@x (y (z)) \")\" ;;)\n ) b") == "KK");
  CHECK(kinds_of("(@x , ; ] [ }} 0xg (;)(;););) @ (@) (@y))") == "");
  CHECK(kinds_of("(@\"quoted id\")") == "");
  CHECK(kinds_of("( @x)") == "(R)");
  CHECK(kinds_of("(@x (y)") == "0: unclosed annotation");
  CHECK(kinds_of("(@)") == "2: empty annotation id");
  CHECK(kinds_of("(@\"\")") == "2: empty annotation id");
  CHECK(kinds_of("(@x \"") == "4: unclosed string");
  CHECK(kinds_of("(@x \x7f)") == "4: illegal character");
}

TEST_CASE("annotations that are understood are noted where they stand") {
  const std::string_view source = "(@custom \"a\") b (@name \"c\") (@other) d";
  Lexer lexer(source);
  const Token b = lexer.next();
  CHECK(b.annotations == 1);
  const Token d = lexer.next();
  CHECK(d.annotations == 2);
  const Annotation name = lexer.annotations().at(1);
  CHECK(name.id == "name");
  CHECK(source.substr(name.content, name.end - name.content) == " \"c\"");
}

TEST_CASE("illegal characters and strings") {
  CHECK(kinds_of("a \x01") == "2: illegal character");
  CHECK(kinds_of("a \xc3\xa4") == "2: illegal character");
  CHECK(kinds_of("a \xff") == "2: malformed UTF-8 encoding");
  CHECK(kinds_of(std::string_view("a \0", 3)) == "2: illegal character");
  CHECK(kinds_of("\"abc") == "0: unclosed string");
  CHECK(kinds_of("\"abc\n\"") == "0: unclosed string");
  CHECK(kinds_of("\"a\tb\"") == "2: illegal character in string");
  CHECK(kinds_of("\"\xff\"") == "1: malformed UTF-8 encoding");
  for (const char* source :
       {"\"\\x\"", "\"\\u{}\"", "\"\\u{110000}\"", "\"\\u{d800}\"", "\"\\u{1_}\"", "\"\\1g\"", "\"\\u{41\""}) {
    INFO(source);
    CHECK(kinds_of(source) == "1: illegal escape");
  }
  CHECK(kinds_of("$") == "0: empty identifier");
  CHECK(kinds_of("$\"\"") == "0: empty identifier");
  CHECK(kinds_of("$\"a\nb\"") == "0: empty identifier");
  CHECK(kinds_of("$\"\\ef\"") == "0: malformed UTF-8 encoding");
}

TEST_CASE("an error sticks") {
  Lexer lexer("a \x01 b");
  CHECK(lexer.next().kind == Kind::Keyword);
  CHECK(lexer.next().kind == Kind::Error);
  CHECK(lexer.next().kind == Kind::Error);
  CHECK(lexer.error().offset() == 2);
}

TEST_CASE("escapes stand for bytes") {
  CHECK(unescape_string(R"("\t\n\r\"\'\\")") == "\t\n\r\"'\\");
  CHECK(unescape_string(R"("\00\fF")") == std::string("\0\xff", 2));
  CHECK(unescape_string(R"("\u{41}\u{e4}\u{20AC}\u{1_F600}")") == "A\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80");
}

}  // namespace wrt
