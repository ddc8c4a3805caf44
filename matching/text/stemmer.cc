#include "matching/text/stemmer.h"

#include <libstemmer.h>

#include <algorithm>
#include <memory>

namespace counterpoint::matching {
namespace {

constexpr std::size_t kShortestStemmed = 4;

struct DeleteStemmer {
  void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};

sb_stemmer* EnglishStemmer() {
  thread_local const std::unique_ptr<sb_stemmer, DeleteStemmer> stemmer(
      sb_stemmer_new("english", "UTF_8"));
  return stemmer.get();
}

}  // namespace

std::string Stem(std::string word) {
  const bool stemmed = word.size() >= kShortestStemmed &&
                       std::all_of(word.begin(), word.end(),
                                   [](char c) { return (c >= 'a' && c <= 'z') || c == '\''; });
  if (!stemmed) return word;
  sb_stemmer* const stemmer = EnglishStemmer();
  const sb_symbol* const stem = sb_stemmer_stem(
      stemmer, reinterpret_cast<const sb_symbol*>(word.data()), static_cast<int>(word.size()));
  // Null only where memory has run out.
  if (stem == nullptr) return word;
  return std::string(reinterpret_cast<const char*>(stem),
                     static_cast<std::size_t>(sb_stemmer_length(stemmer)));
}

}  // namespace counterpoint::matching
