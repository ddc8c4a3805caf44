#include "service/recommendations/digest.h"

#include <algorithm>
#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "service/rpc/match_message.h"

namespace counterpoint::service {
namespace {

using Change = v1::RecommendationChange;

constexpr int kFarMove = 3;    // Places.
constexpr int kTopPlaces = 3;  // Whoever comes in or goes is of note.

bool IsOfNote(const Change& change) {
  return std::abs(change.new_place() - change.old_place()) >= kFarMove ||
         (change.new_place() <= kTopPlaces) != (change.old_place() <= kTopPlaces);
}

// Changes of one group, as lines under a heading.
struct Group {
  std::string heading;
  std::vector<std::string> lines;
};

class DigestWriter {
 public:
  explicit DigestWriter(matching::Language language)
      : language_(language), chinese_(language == matching::Language::kChinese) {
    Start(new_, "New in your list", "新进入名单");
    Start(gone_, "No longer in your list", "已离开名单");
    Start(up_, "Moved up", "名次上升");
    Start(down_, "Moved down", "名次下降");
  }

  void Add(const Change& change, const std::string& cause) {
    switch (change.kind()) {
      case Change::ENTERED:
        return Line(
            new_, change,
            absl::StrCat(chinese_ ? "第" : "place ", change.new_place(), chinese_ ? "位" : ""),
            cause);
      case Change::LEFT:
        return Line(gone_, change,
                    absl::StrCat(chinese_ ? "原第" : "was at place ", change.old_place(),
                                 chinese_ ? "位" : ""),
                    cause);
      default:
        ++moved_;
        if (!IsOfNote(change)) return;
        const bool up = change.new_place() < change.old_place();
        Line(up ? up_ : down_, change,
             chinese_ ? absl::StrCat("第", change.old_place(), "位→第", change.new_place(), "位")
                      : absl::StrCat("from ", change.old_place(), " to ", change.new_place()),
             cause);
    }
  }

  v1::RecommendationDigest Finish(absl::Time since) const {
    v1::RecommendationDigest digest;
    digest.set_subject(Subject());
    for (const Group* group : {&new_, &gone_, &up_, &down_}) {
      if (group->lines.empty()) continue;
      if (!digest.lines().empty()) digest.add_lines("");
      digest.add_lines(group->heading);
      for (const std::string& line : group->lines) digest.add_lines(line);
    }
    const int others = moved_ - static_cast<int>(up_.lines.size() + down_.lines.size());
    if (others > 0) {
      if (!digest.lines().empty()) digest.add_lines("");
      digest.add_lines(chinese_      ? absl::StrCat("另有", others, "位名次略有变化。")
                       : others == 1 ? "1 other has moved a little."
                                     : absl::StrCat(others, " others have moved a little."));
    }
    if (digest.lines().empty()) digest.add_lines(NothingSince(since));
    return digest;
  }

 private:
  void Start(Group& group, const char* english, const char* chinese) const {
    group.heading = chinese_ ? absl::StrCat(chinese, "：") : absl::StrCat(english, ":");
  }

  void Line(Group& group, const Change& change, const std::string& place,
            const std::string& cause) const {
    const std::string name = DisplayName(change.partner(), language_);
    group.lines.push_back(chinese_ ? absl::StrCat("- ", name, "（", place, "）：", cause, "。")
                                   : absl::StrCat("- ", name, " (", place, "): ", cause, "."));
  }

  std::string Subject() const {
    std::vector<std::string> parts;
    const auto count = [&](std::size_t number, const char* english, const char* chinese) {
      if (number == 0) return;
      parts.push_back(chinese_ ? absl::StrCat(chinese, number, "位")
                               : absl::StrCat(number, " ", english));
    };
    count(new_.lines.size(), "new", "新增");
    count(gone_.lines.size(), "gone", "离开");
    count(static_cast<std::size_t>(moved_), "moved", "名次变化");
    if (parts.empty()) {
      return chinese_ ? "您的合作推荐：没有变化" : "Your recommendations: nothing has changed";
    }
    return chinese_ ? absl::StrCat("您的合作推荐：", absl::StrJoin(parts, "，"))
                    : absl::StrCat("Your recommendations: ", absl::StrJoin(parts, ", "));
  }

  std::string NothingSince(absl::Time since) const {
    const absl::CivilDay day(absl::ToCivilDay(since, absl::UTCTimeZone()));
    return chinese_ ? absl::StrCat("自", absl::FormatCivilTime(day), "以来名单没有变化。")
                    : absl::StrCat("Nothing has changed since ", absl::FormatCivilTime(day), ".");
  }

  const matching::Language language_;
  const bool chinese_;
  Group new_;
  Group gone_;
  Group up_;
  Group down_;
  int moved_ = 0;
};

}  // namespace

v1::RecommendationDigest WriteDigest(const std::vector<v1::RecommendationChange>& changes,
                                     const std::vector<std::string>& causes, absl::Time since,
                                     matching::Language language) {
  DigestWriter writer(language);
  for (std::size_t i = 0; i < changes.size(); ++i) writer.Add(changes[i], causes[i]);
  return writer.Finish(since);
}

}  // namespace counterpoint::service
