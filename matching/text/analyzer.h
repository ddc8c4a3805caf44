// From running text to the terms and topics that it contains.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "matching/thesaurus/thesaurus.h"

namespace counterpoint::matching {

enum class TermKind : std::uint8_t {
  kWord,           // A Chinese word, or the stem of an English one.
  kWordPair,       // Two words with nothing between them, joined by a space.
  kCharacterPair,  // Two Chinese characters with nothing between them.
  kCharacter,      // A Chinese character, of a stop word too.
};

// A term where it stands in the text.
struct TermOccurrence {
  TermKind kind;
  std::string term;     // Normalised: equal terms are equal bytes.
  std::uint32_t begin;  // Bytes of the original text, [begin, end).
  std::uint32_t end;
};

// A topic of the thesaurus where a label of it stands in the text.
struct TopicOccurrence {
  TopicIndex topic;
  std::uint32_t begin;  // Bytes of the original text, [begin, end).
  std::uint32_t end;
};

struct AnalyzedText {
  std::vector<TermOccurrence> terms;    // In order of begin, then kind.
  std::vector<TopicOccurrence> topics;  // In order of begin; never overlapping.
};

// Analyses Chinese, English and mixed text alike; the language is told from
// the script, word by word. Equal text gives equal answers. Immutable and
// thread-safe. Linear time, well under a millisecond for a few sentences; the
// first call of each thread opens the dictionary, some milliseconds.
//
// Stop words and numbers yield no terms, and no pair of words is made across
// them; Chinese characters and their pairs are taken from stop words too. The
// words of a topic's label are terms too. Topics are found from left to right,
// the longest label first: "game music" is neither "game" nor "music". A label
// with several meanings is a topic where the other topics decide which one; see
// SenseChoice.
class Analyzer {
 public:
  explicit Analyzer(std::shared_ptr<const Thesaurus> thesaurus);
  ~Analyzer();
  Analyzer(const Analyzer&) = delete;
  Analyzer& operator=(const Analyzer&) = delete;

  // Never fails: bytes that are no UTF-8 separate words and yield nothing.
  // Places begin and end on the borders of characters. Nothing beyond 4 GiB is
  // read.
  AnalyzedText Analyze(absl::string_view text) const;

  // Texts of one subject, such as the titles and texts of a listing: what one of
  // them says decides what ambiguous labels in the others mean. Topics that a
  // profile states beside its texts do not, so that they can be added without
  // reading the texts anew. Answers are in the order of the texts.
  std::vector<AnalyzedText> AnalyzeTogether(const std::vector<absl::string_view>& texts) const;

  const std::shared_ptr<const Thesaurus>& thesaurus() const { return thesaurus_; }

  // Changes whenever the same text could yield other terms than before, so
  // that what was derived with another version is made anew.
  static constexpr std::uint32_t kVersion = 3;

 private:
  class Parts;
  std::shared_ptr<const Thesaurus> thesaurus_;
  std::unique_ptr<const Parts> parts_;
};

}  // namespace counterpoint::matching
