#include "service/recommendations/change_wording.h"

#include "absl/strings/str_cat.h"

namespace counterpoint::service {
namespace {

struct Wording {
  const char* english;
  const char* chinese;
};

Wording WordingOf(v1::RecommendationChangeCause cause, bool is_own) {
  switch (cause) {
    case v1::PROFILE_CHANGED:
      return is_own ? Wording{"the profile of the member itself was changed", "本方资料已更新"}
                    : Wording{"its profile was changed", "其资料已更新"};
    case v1::MEMBER_ADDED:
      return is_own ? Wording{"the member itself is new", "本方为新成员"}
                    : Wording{"it is a new member", "其为新成员"};
    case v1::MEMBER_REMOVED:
      return is_own ? Wording{"the member itself has gone", "本方已不是成员"}
                    : Wording{"it is no longer a member", "其已不是成员"};
    case v1::MEMBER_EXPIRED:
      return is_own ? Wording{"the member itself has expired", "本方成员资格已到期"}
                    : Wording{"its membership has expired", "其成员资格已到期"};
    case v1::POLICY_CHANGED:
      return {"the alliance's policy or topics were changed", "联盟的匹配策略或主题已调整"};
    case v1::FEEDBACK:
      return {"what is recorded between the two was changed", "双方之间的互动记录有变化"};
    case v1::STAFF_RULE_CHANGED:
      return {"a rule of the staff was changed", "工作人员的推荐规则有变化"};
    case v1::TIME_PASSED:
      return {"time has passed: deadlines and freshness count",
              "时间推移，截止日期与资料新旧有变化"};
    case v1::EXPOSURE_CHANGED:
      return {"lists were evened out among all members", "名单在全体成员之间重新均衡"};
    case v1::ROLLED_BACK:
      return {"earlier lists were made current again", "已恢复到较早的推荐名单"};
    default:
      return {"others have come, gone or moved", "其他成员有进出或名次变化"};
  }
}

std::string InChinese(const EntryChange& change, absl::string_view partner) {
  switch (change.kind) {
    case v1::RecommendationChange::ENTERED:
      return absl::StrCat(partner, "进入名单，列第", change.new_place, "位");
    case v1::RecommendationChange::LEFT:
      return absl::StrCat(partner, "离开名单，原列第", change.old_place, "位");
    default:
      return absl::StrCat(partner, "由第", change.old_place, "位",
                          change.new_place < change.old_place ? "升至第" : "降至第",
                          change.new_place, "位");
  }
}

std::string InEnglish(const EntryChange& change, absl::string_view partner) {
  switch (change.kind) {
    case v1::RecommendationChange::ENTERED:
      return absl::StrCat(partner, " entered the list at place ", change.new_place);
    case v1::RecommendationChange::LEFT:
      return absl::StrCat(partner, " left the list, from place ", change.old_place);
    default:
      return absl::StrCat(partner, " moved ", change.new_place < change.old_place ? "up" : "down",
                          " from place ", change.old_place, " to ", change.new_place);
  }
}

}  // namespace

std::string DescribeCause(const EntryChange& change, matching::Language language) {
  const Wording wording = WordingOf(change.cause, change.is_own);
  return language == matching::Language::kChinese ? wording.chinese : wording.english;
}

std::string Describe(const EntryChange& change, absl::string_view partner,
                     matching::Language language) {
  const std::string cause = DescribeCause(change, language);
  if (language == matching::Language::kChinese) {
    return absl::StrCat(InChinese(change, partner), "：", cause, "。");
  }
  return absl::StrCat(InEnglish(change, partner), ": ", cause, ".");
}

}  // namespace counterpoint::service
