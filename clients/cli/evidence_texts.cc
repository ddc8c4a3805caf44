#include "clients/cli/evidence_texts.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/cli/match_tables.h"
#include "clients/cli/text_language.h"
#include "clients/cli/text_width.h"
#include "clients/cli/wording.h"

namespace counterpoint::cli {
namespace {

using LanguageMap = google::protobuf::Map<std::string, std::string>;
using Spans = google::protobuf::RepeatedPtrField<v1::TextSpan>;
using RangesByField = std::map<std::string, std::vector<ByteRange>>;

struct Text {
  std::string field;  // As TextSpan has it.
  std::string text;
};

void Add(const LanguageMap& texts, const std::string& path, std::vector<Text>& all) {
  const std::map<std::string, std::string> sorted(texts.begin(), texts.end());
  for (const auto& [tag, text] : sorted) all.push_back({absl::StrCat(path, ".", tag), text});
}

// The topics that a profile states count as much as what it says.
template <typename Ids>
void AddTopics(const Ids& ids, const std::string& path, std::vector<Text>& all) {
  if (!ids.empty()) all.push_back({path, absl::StrJoin(ids, ", ")});
}

void Add(const v1::Listing& listing, const std::string& at, std::vector<Text>& all) {
  Add(listing.title(), at + ".title", all);
  Add(listing.text(), at + ".text", all);
  AddTopics(listing.topics(), at + ".topics", all);
}

template <typename Listings>
std::vector<Text> ListingTexts(const Listings& listings, const std::string& name,
                               const std::string& id) {
  std::vector<Text> all;
  for (int i = 0; i < listings.size(); ++i) {
    if (listings[i].id() == id) Add(listings[i], absl::StrCat(name, "[", i, "]"), all);
  }
  return all;
}

std::vector<Text> ProfileTexts(const v1::Member& member) {
  std::vector<Text> all;
  Add(member.display_name(), "display_name", all);
  Add(member.description(), "description", all);
  AddTopics(member.sectors(), "sectors", all);
  for (int i = 0; i < member.credentials_size(); ++i) {
    Add(member.credentials(i).title(), absl::StrCat("credentials[", i, "].title"), all);
  }
  for (int i = 0; i < member.needs_size(); ++i) {
    Add(member.needs(i), absl::StrCat("needs[", i, "]"), all);
  }
  for (int i = 0; i < member.offers_size(); ++i) {
    Add(member.offers(i), absl::StrCat("offers[", i, "]"), all);
  }
  return all;
}

// A need and an offer that meet, and where they share something.
struct Meeting {
  v1::Evidence::Side side;
  std::string need;
  std::string offer;
  RangesByField in_need;
  RangesByField in_offer;
  std::set<std::string> topics;  // Ids.
};

void Collect(const Spans& spans, RangesByField& ranges) {
  for (const v1::TextSpan& span : spans)
    ranges[span.field()].emplace_back(span.begin(), span.end());
}

std::vector<Meeting> MeetingsOf(const v1::Match& match) {
  std::vector<Meeting> meetings;
  for (const v1::Evidence& evidence : match.evidence()) {
    const bool shared = !evidence.topics().empty() || !evidence.words().empty();
    if (!shared || !IsShown(evidence)) continue;
    auto meeting = std::find_if(meetings.begin(), meetings.end(), [&](const Meeting& m) {
      return std::tie(m.need, m.offer) == std::tie(evidence.need(), evidence.offer()) &&
             m.side == evidence.side();
    });
    if (meeting == meetings.end()) {
      meetings.push_back({evidence.side(), evidence.need(), evidence.offer(), {}, {}, {}});
      meeting = meetings.end() - 1;
    }
    for (const v1::SharedTopic& topic : evidence.topics()) {
      meeting->topics.insert(topic.topic());
      Collect(topic.need_spans(), meeting->in_need);
      Collect(topic.offer_spans(), meeting->in_offer);
    }
    for (const v1::SharedWord& word : evidence.words()) {
      Collect(word.need_spans(), meeting->in_need);
      Collect(word.offer_spans(), meeting->in_offer);
    }
  }
  return meetings;
}

// Where the topics stand among ids with commas between.
std::vector<ByteRange> PlacesOfIds(const std::string& ids, const std::set<std::string>& topics) {
  std::vector<ByteRange> places;
  int at = 0;
  for (const absl::string_view id : absl::StrSplit(ids, ", ")) {
    const int end = at + static_cast<int>(id.size());
    if (topics.contains(std::string(id))) places.emplace_back(at, end);
    at = end + 2;
  }
  return places;
}

void Print(const std::vector<Text>& texts, const RangesByField& ranges,
           const std::set<std::string>& topics, bool only_marked, const Marks& marks,
           std::ostream& out) {
  for (const auto& [field, text] : texts) {
    std::vector<ByteRange> marked;
    if (absl::EndsWith(field, "topics") || field == "sectors") {
      marked = PlacesOfIds(text, topics);
    } else if (const auto found = ranges.find(field); found != ranges.end()) {
      marked = found->second;
    }
    if (only_marked && marked.empty()) continue;
    out << "  " << field << ": " << Marked(text, marked, marks) << "\n";
  }
}

}  // namespace

void PrintEvidenceTexts(const v1::Match& match, const v1::Member& member, const v1::Member& partner,
                        const Marks& marks, const std::string& language, std::ostream& out) {
  for (const Meeting& meeting : MeetingsOf(match)) {
    const bool own = meeting.side == v1::Evidence::MEMBER;
    const v1::Member& seeker = own ? member : partner;
    const v1::Member& provider = own ? partner : member;
    out << "\n"
        << OneLine(TextIn(seeker.display_name(), language)) << ", "
        << ListingName("Need", meeting.need, language) << "\n";
    Print(meeting.need.empty() ? ProfileTexts(seeker)
                               : ListingTexts(seeker.needs(), "needs", meeting.need),
          meeting.in_need, meeting.topics, meeting.need.empty(), marks, out);
    out << OneLine(TextIn(provider.display_name(), language)) << ", "
        << ListingName("Offer", meeting.offer, language) << "\n";
    Print(meeting.offer.empty() ? ProfileTexts(provider)
                                : ListingTexts(provider.offers(), "offers", meeting.offer),
          meeting.in_offer, meeting.topics, meeting.offer.empty(), marks, out);
  }
}

}  // namespace counterpoint::cli
