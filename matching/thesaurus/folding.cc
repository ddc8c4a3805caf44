// Almost every character folds by itself: ASCII by arithmetic, the rest of the
// Basic Multilingual Plane by a table. What remains (combining sequences,
// ligatures, rare characters) goes to ICU cluster by cluster. A cluster is cut
// after kLongestCluster characters, as the Stream-Safe Text Format of UAX #15
// does, since sorting endless combining marks would take quadratic time.
#include "matching/thesaurus/folding.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include "matching/thesaurus/folding_table.h"

namespace counterpoint::matching {
namespace {

constexpr int kLongestCluster = 32;

const icu::Normalizer2* CaseFolder() {
  UErrorCode error = U_ZERO_ERROR;
  return icu::Normalizer2::getNFKCCasefoldInstance(error);
}

struct Decoded {
  UChar32 code;  // Negative for ill-formed bytes.
  std::size_t end;
};

class Folder {
 public:
  explicit Folder(absl::string_view text) : text_(text.substr(0, kLongestText)) {
    folded_.reserve(text_.size());
  }

  std::vector<FoldedCharacter> Run() {
    std::size_t at = 0;
    while (at < text_.size()) at = FoldAt(at);
    return std::move(folded_);
  }

 private:
  Decoded Decode(std::size_t at) const {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text_.data());
    UChar32 code;
    std::size_t end = at;
    U8_NEXT(bytes, end, text_.size(), code);
    return {code, end};
  }

  bool CombinesAt(std::size_t at) const {
    if (at >= text_.size() || static_cast<unsigned char>(text_[at]) < 0x80) return false;
    const UChar32 code = Decode(at).code;
    if (code < 0 || table_.Single(static_cast<char32_t>(code)) != 0) return false;
    return !folder_->hasBoundaryBefore(code);
  }

  // Returns where to go on.
  std::size_t FoldAt(std::size_t at) {
    const Decoded here = Decode(at);
    if (here.code < 0) {
      Append(kIllFormed, at, here.end, false);
      return here.end;
    }
    const auto code = static_cast<char32_t>(here.code);
    if (!CombinesAt(here.end)) {
      if (code < 0x80) {
        const bool capital = code >= 'A' && code <= 'Z';
        Append(capital ? code + ('a' - 'A') : code, at, here.end, capital);
        return here.end;
      }
      if (const char32_t single = table_.Single(code); single != 0) {
        Append(single, at, here.end, single != code && u_isupper(here.code));
        return here.end;
      }
    }
    return FoldCluster(at);
  }

  std::size_t FoldCluster(std::size_t begin) {
    icu::UnicodeString cluster;
    bool capital = false;
    std::size_t end = begin;
    for (int length = 0; length < kLongestCluster; ++length) {
      const Decoded next = Decode(end);
      cluster.append(next.code);
      capital = capital || u_isupper(next.code);
      end = next.end;
      if (!CombinesAt(end)) break;
    }
    UErrorCode error = U_ZERO_ERROR;
    const icu::UnicodeString folded = folder_->normalize(cluster, error);
    for (int i = 0; U_SUCCESS(error) && i < folded.length(); i = folded.moveIndex32(i, 1)) {
      const auto code = static_cast<char32_t>(folded.char32At(i));
      Append(table_.Simplified(code), begin, end, capital);
    }
    return end;
  }

  void Append(char32_t code, std::size_t begin, std::size_t end, bool capital) {
    folded_.push_back(
        {code, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), capital});
  }

  const FoldingTable& table_ = FoldingTable::Get();
  const icu::Normalizer2* const folder_ = CaseFolder();
  const absl::string_view text_;
  std::vector<FoldedCharacter> folded_;
};

}  // namespace

std::vector<FoldedCharacter> Fold(absl::string_view text) { return Folder(text).Run(); }

void AppendUtf8(char32_t code, std::string& out) {
  if (code >= kIllFormed) return;
  std::uint8_t bytes[U8_MAX_LENGTH];
  int length = 0;
  U8_APPEND_UNSAFE(bytes, length, static_cast<UChar32>(code));
  out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
}

}  // namespace counterpoint::matching
