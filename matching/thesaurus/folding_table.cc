#include "matching/thesaurus/folding_table.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace counterpoint::matching {
namespace {

// Characters that ICU takes for traditional variants although simplified text
// uses them too, in words that the dictionary knows by them: 著作, 俱乐部.
constexpr char16_t kBothForms[] = u"著俱苎跤阪吒姊";

bool IsInBothForms(char16_t code) {
  return std::u16string_view(kBothForms).find(code) != std::u16string_view::npos;
}

bool IsSurrogate(char32_t code) { return code >= 0xD800 && code <= 0xDFFF; }

}  // namespace

const FoldingTable& FoldingTable::Get() {
  static const FoldingTable* const table = new FoldingTable;
  return *table;
}

FoldingTable::FoldingTable() : single_(std::make_unique<std::array<char16_t, kSize>>()) {
  FoldCompatibilityAndCase();
  Simplify();
}

void FoldingTable::FoldCompatibilityAndCase() {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(error);
  if (U_FAILURE(error)) return;
  icu::UnicodeString folded;
  for (char32_t code = 1; code < kSize; ++code) {
    const auto character = static_cast<UChar32>(code);
    if (IsSurrogate(code) || !normalizer->hasBoundaryBefore(character)) continue;
    if (normalizer->isInert(character)) {
      (*single_)[code] = static_cast<char16_t>(code);
      continue;
    }
    normalizer->normalize(icu::UnicodeString(character), folded, error);
    if (U_SUCCESS(error) && folded.length() == 1) (*single_)[code] = folded[0];
  }
}

// One call for all characters, since a call costs far more than a character.
// Line ends between them keep the transliterator from seeing words.
void FoldingTable::Simplify() {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> simplifier(
      icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, error));
  if (U_FAILURE(error)) return;
  icu::UnicodeString lines;
  for (char32_t code = kFirstHan; code <= kLastHan; ++code) {
    lines.append(static_cast<char16_t>(code)).append(u'\n');
  }
  simplifier->transliterate(lines);
  constexpr auto kCharacters = static_cast<int>(kLastHan - kFirstHan + 1);
  if (lines.length() != 2 * kCharacters) return;
  for (int i = 0; i < kCharacters; ++i) {
    const auto code = static_cast<char16_t>(kFirstHan + static_cast<char32_t>(i));
    if (!IsInBothForms(code)) (*single_)[code] = lines[2 * i];
  }
  // Compatibility forms of Chinese characters, which folded to traditional ones.
  for (char16_t& folded : *single_) folded = static_cast<char16_t>(Simplified(folded));
}

}  // namespace counterpoint::matching
