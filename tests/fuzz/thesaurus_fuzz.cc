// Topics from outside, as files and as an alliance brings them: a thesaurus is a forest that
// finds its own labels, or every topic that is wrong is named. Codes of regions too.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "matching/profile/region.h"
#include "matching/text/analyzer.h"
#include "matching/thesaurus/thesaurus.h"
#include "matching/thesaurus/tokens.h"
#include "matching/thesaurus/topic_table.h"
#include "tests/fuzz/byte_source.h"
#include "tests/fuzz/require.h"

namespace counterpoint::matching {
namespace {

using fuzz::Require;
using fuzz::RequireNamed;

void CheckThesaurus(const Thesaurus& thesaurus) {
  const auto size = static_cast<TopicIndex>(thesaurus.size());
  for (TopicIndex index = 0; index < size; ++index) {
    const Topic& topic = thesaurus.topic(index);
    Require(thesaurus.Find(topic.id) == index, "a topic is found by its id");
    Require(thesaurus.Covers(index, index), "a topic covers itself");
    const TopicIndex broader = thesaurus.broader(index);
    Require(broader >= -1 && broader < size && broader != index, "a broader topic is another");
    if (broader >= 0) {
      Require(thesaurus.Covers(broader, index) && !thesaurus.Covers(index, broader),
              "a topic is covered by its broader one alone");
    }
    Require(!topic.zh.empty() || !topic.en.empty(), "a topic has a label");
  }
}

void CheckLabels(const std::shared_ptr<const Thesaurus>& thesaurus) {
  const Analyzer analyzer(thesaurus);
  for (std::size_t i = 0; i < thesaurus->size() && i < 8; ++i) {
    for (const auto* labels : {&thesaurus->topic(static_cast<TopicIndex>(i)).zh,
                               &thesaurus->topic(static_cast<TopicIndex>(i)).en}) {
      for (const std::string& label : *labels) {
        Require(!LabelForm(label).empty(), "a label can be looked for");
        for (const TopicOccurrence& found : analyzer.Analyze(label).topics) {
          Require(found.end <= label.size(), "a topic lies in the text");
        }
      }
    }
  }
}

void CheckRegions(fuzz::ByteSource source) {
  const std::string a = source.Text();
  const std::string b = source.Text();
  const double near = RegionNearness(a, b);
  Require(near == RegionNearness(b, a), "nearness has no direction");
  Require(near == 0 || near == 0.5 || near == 1, "nearness has three steps");
  Require(a.empty() || RegionCovers(a, a), "a region covers itself");
  if (!a.empty() && !b.empty() && RegionCovers(a, b)) {
    Require(near == 1 && (a == b || !RegionCovers(b, a)), "what is covered is near");
  }
}

}  // namespace
}  // namespace counterpoint::matching

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace counterpoint::matching;
  CheckRegions(counterpoint::fuzz::ByteSource(data, size));
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto topics = ParseTopicFiles({{"fuzz", text}});
  if (!topics.ok()) {
    counterpoint::fuzz::RequireNamed(topics.status(), absl::StatusCode::kInvalidArgument, "a file");
    return 0;
  }
  const auto thesaurus = Thesaurus::Make(*topics);
  if (!thesaurus.ok()) {
    counterpoint::fuzz::RequireNamed(thesaurus.status(), absl::StatusCode::kInvalidArgument,
                                     "topics");
    return 0;
  }
  CheckThesaurus(**thesaurus);
  CheckLabels(*thesaurus);
  const auto extended = (*thesaurus)->Extend(*topics);
  counterpoint::fuzz::Require(topics->empty() || !extended.ok(), "no topic is there twice");
  return 0;
}
