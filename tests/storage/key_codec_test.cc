#include "storage/key_codec.h"

#include <limits>
#include <random>
#include <tuple>
#include <vector>

#include "gtest/gtest.h"

namespace counterpoint::storage {
namespace {

using Parts = std::tuple<std::string, std::int64_t, std::uint8_t, std::string>;

std::string Encode(const Parts& parts) {
  std::string key;
  AppendString(std::get<0>(parts), key);
  AppendSigned(std::get<1>(parts), key);
  AppendByte(std::get<2>(parts), key);
  AppendString(std::get<3>(parts), key);
  return key;
}

// Few letters, so that equal beginnings and the special bytes are frequent.
std::string RandomString(std::mt19937_64& random) {
  static constexpr char kLetters[] = {'\x00', '\x01', '\x02', 'a', '\xFE', '\xFF'};
  std::string text(random() % 5, '\0');
  for (char& c : text) c = kLetters[random() % sizeof(kLetters)];
  return text;
}

std::int64_t RandomInteger(std::mt19937_64& random) {
  const auto value = static_cast<std::int64_t>(random());
  return random() % 2 == 0 ? value : value % 3;
}

Parts RandomParts(std::mt19937_64& random) {
  return {RandomString(random), RandomInteger(random), static_cast<std::uint8_t>(random() % 3),
          RandomString(random)};
}

TEST(KeyCodecTest, KeysSortAsTheirParts) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 200'000; ++i) {
    const Parts a = RandomParts(random);
    const Parts b = RandomParts(random);
    ASSERT_EQ(Encode(a) < Encode(b), a < b);
    ASSERT_EQ(Encode(a) == Encode(b), a == b);
  }
}

TEST(KeyCodecTest, PartsComeBack) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 20'000; ++i) {
    const Parts written = RandomParts(random);
    const std::string key = Encode(written);
    Parts read;
    KeyReader reader(key);
    ASSERT_TRUE(reader.ReadString(std::get<0>(read)) && reader.ReadSigned(std::get<1>(read)) &&
                reader.ReadByte(std::get<2>(read)) && reader.ReadString(std::get<3>(read)));
    ASSERT_TRUE(reader.AtEnd());
    ASSERT_EQ(read, written);
  }
}

TEST(KeyCodecTest, AfterStringFollowsAllKeysThatBeginAlikeAndNoOther) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 100'000; ++i) {
    std::string prefix;
    AppendString(RandomString(random), prefix);
    const std::string key = Encode(RandomParts(random));
    const bool in_range = prefix <= key && key < AfterString(prefix);
    ASSERT_EQ(in_range, key.compare(0, prefix.size(), prefix) == 0);
  }
}

TEST(KeyCodecTest, BytesAreAsDocumented) {
  std::string key;
  AppendString(std::string("a\0b", 3), key);
  AppendUnsigned(0x0102030405060708, key);
  AppendSigned(-1, key);
  AppendByte(7, key);
  EXPECT_EQ(key, std::string("a\x00\xFF"
                             "b\x00\x01"
                             "\x01\x02\x03\x04\x05\x06\x07\x08"
                             "\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF"
                             "\x07",
                             23));
}

TEST(KeyCodecTest, ExtremeIntegersSortAndComeBack) {
  const std::vector<std::int64_t> values = {std::numeric_limits<std::int64_t>::min(), -1, 0, 1,
                                            std::numeric_limits<std::int64_t>::max()};
  std::string previous;
  for (const std::int64_t value : values) {
    std::string key;
    AppendSigned(value, key);
    EXPECT_LT(previous, key);
    std::int64_t read = 0;
    KeyReader reader(key);
    EXPECT_TRUE(reader.ReadSigned(read));
    EXPECT_EQ(read, value);
    previous = key;
  }
}

TEST(KeyCodecTest, EveryCutIsNoticed) {
  const std::string key = Encode({std::string("a\0", 2), 5, 1, "id"});
  for (std::size_t size = 0; size < key.size(); ++size) {
    const std::string cut = key.substr(0, size);
    std::string text;
    std::int64_t integer = 0;
    std::uint8_t byte = 0;
    KeyReader reader(cut);
    EXPECT_FALSE(reader.ReadString(text) && reader.ReadSigned(integer) && reader.ReadByte(byte) &&
                 reader.ReadString(text));
  }
}

TEST(KeyCodecTest, UnknownEscapeIsNotAString) {
  const std::string key("a\x00\x07", 3);
  std::string text;
  KeyReader reader(key);
  EXPECT_FALSE(reader.ReadString(text));
}

}  // namespace
}  // namespace counterpoint::storage
