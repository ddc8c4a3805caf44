// The foldings of single characters, looked up instead of computed.
#pragma once

#include <array>
#include <memory>

namespace counterpoint::matching {

// Immutable and thread-safe.
class FoldingTable {
 public:
  // Built on first use, lives for ever.
  static const FoldingTable& Get();

  // What `code` becomes where no combining character follows it. 0 where the
  // table doesn't know: the character combines with the one before, becomes
  // several or none, or is beyond the Basic Multilingual Plane.
  char32_t Single(char32_t code) const { return code < kSize ? (*single_)[code] : 0; }

  // The simplified form of a character that is folded otherwise.
  char32_t Simplified(char32_t code) const {
    return code >= kFirstHan && code <= kLastHan ? (*single_)[code] : code;
  }

  static constexpr char32_t kFirstHan = 0x3400;
  static constexpr char32_t kLastHan = 0x9FFF;

 private:
  static constexpr std::size_t kSize = 0x10000;

  FoldingTable();
  void FoldCompatibilityAndCase();
  void Simplify();

  std::unique_ptr<std::array<char16_t, kSize>> single_;
};

}  // namespace counterpoint::matching
