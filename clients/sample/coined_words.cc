#include "clients/sample/coined_words.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace counterpoint::sample {
namespace {

constexpr std::array<std::string_view, 16> kOnsets = {"b", "br", "d", "dr", "f", "g", "k", "l",
                                                      "m", "n",  "p", "r",  "s", "t", "v", "z"};
constexpr std::array<std::string_view, 4> kNuclei = {"a", "e", "i", "o"};
constexpr size_t kSyllables = kOnsets.size() * kNuclei.size();

constexpr std::array<std::string_view, 64> kCharacters = {
    "榆", "苔", "鹭", "蓼", "梧", "菱", "柘", "芷", "槿", "雁", "栎", "芦", "杉", "蕨", "楝", "鸢",
    "萍", "棠", "樟", "蓟", "薇", "檀", "椴", "茑", "苇", "菖", "楸", "枳", "蒲", "荇", "橡", "萱",
    "莳", "汀", "洲", "屿", "坞", "浦", "潭", "渚", "坨", "垛", "坪", "泽", "湾", "溪", "岑", "崖",
    "霁", "岚", "汐", "砚", "笙", "桐", "筠", "岫", "葳", "菡", "黍", "穗", "禾", "棱", "鹤", "漪"};
constexpr uint64_t kPairs = kCharacters.size() * kCharacters.size();
constexpr uint64_t kTriples = kPairs * kCharacters.size();

// Spreads neighbouring numbers over [0, `size`), one to one as `size` is a power
// of two and the factor odd; else the commonest words would all begin alike.
uint64_t Scatter(uint64_t number, uint64_t size) {
  return (number * 0x9e3779b97f4a7c15U + 0x632be59bU) & (size - 1);
}

}  // namespace

std::string CoinedLatinWord(uint64_t rank) {
  uint64_t number = rank - 1;
  int syllables = 2;
  uint64_t size = kSyllables * kSyllables;
  // Nine syllables make 2^54 words; the few ranks above come round again.
  while (number >= size && syllables < 9) {
    number -= size;
    size *= kSyllables;
    ++syllables;
  }
  number = Scatter(number, size);
  std::string word;
  for (int i = 0; i < syllables; ++i) {
    word += kOnsets[number % kOnsets.size()];
    number /= kOnsets.size();
    word += kNuclei[number % kNuclei.size()];
    number /= kNuclei.size();
  }
  word[0] = static_cast<char>(word[0] - 'a' + 'A');
  return word;
}

std::string CoinedChineseWord(uint64_t rank) {
  uint64_t number = rank - 1;
  const int length = number < kPairs ? 2 : 3;
  number = length == 2 ? Scatter(number, kPairs) : Scatter((number - kPairs) % kTriples, kTriples);
  std::string word;
  for (int i = 0; i < length; ++i) {
    word += kCharacters[number % kCharacters.size()];
    number /= kCharacters.size();
  }
  return word;
}

}  // namespace counterpoint::sample
