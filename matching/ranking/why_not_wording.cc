#include "matching/ranking/why_not_wording.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace counterpoint::matching {
namespace {

struct Wording {
  const char* english;
  const char* chinese;
};

// In the order of CooperationMode and of MemberKind.
constexpr Wording kModes[] = {
    {"", ""},
    {"joint development", "联合开发"},
    {"procurement", "采购"},
    {"licensing", "授权"},
    {"research", "研究"},
    {"training", "培训"},
    {"talent", "人才"},
    {"financing", "融资"},
    {"brand promotion", "品牌推广"},
    {"policy support", "政策支持"},
    {"project landing", "项目落地"},
    {"exchange", "交流"},
};
constexpr Wording kKinds[] = {
    {"", ""},
    {"technology supplier", "技术供应商"},
    {"scene unit", "应用场景单位"},
    {"research institution", "科研院校"},
    {"public service platform", "公共服务平台"},
    {"creator", "创作者"},
    {"investor", "投资机构"},
};

template <std::size_t Size>
std::string Named(const Wording (&names)[Size], std::int64_t number, Language language) {
  if (number < 0 || number >= static_cast<std::int64_t>(Size)) return "";
  const Wording& wording = names[number];
  return language == Language::kChinese ? wording.chinese : wording.english;
}

std::string Ordinal(std::int64_t number) {
  constexpr const char* kEndings[] = {"th", "st", "nd", "rd"};
  const std::int64_t ones = number % 10;
  const bool is_teen = number % 100 / 10 == 1;
  return absl::StrCat(number, is_teen || ones > 3 ? "th" : kEndings[ones]);
}

std::string Score(double score) { return absl::StrFormat("%.3f", score); }

std::string Date(std::int64_t seconds) {
  return absl::FormatTime("%Y-%m-%d", absl::FromUnixSeconds(seconds), absl::UTCTimeZone());
}

std::string LabelOf(const std::string& topic, const Thesaurus& thesaurus, Language language) {
  const auto index = thesaurus.Find(topic);
  return index ? TopicLabel(thesaurus.topic(*index), language) : topic;
}

std::string InEnglish(const ProfileChange& change, const std::string& who,
                      const Thesaurus& thesaurus) {
  const auto language = Language::kEnglish;
  const std::string where = absl::StrCat(change.list == ListingList::kNeeds ? "need " : "offer ",
                                         change.listing + 1, " of ", who);
  switch (change.field) {
    case ChangedField::kState:
      return absl::StrCat("set ", who, " to active");
    case ChangedField::kCapacity:
      return absl::StrCat("raise the capacity of ", who, " to ", change.number);
    case ChangedField::kSectors:
      return absl::StrCat("name the topic ", LabelOf(change.id, thesaurus, language),
                          " among the sectors of ", who);
    case ChangedField::kTopics:
      return absl::StrCat("name the topic ", LabelOf(change.id, thesaurus, language), " in ",
                          where);
    case ChangedField::kModes:
      return absl::StrCat("add ", Named(kModes, change.number, language),
                          " to the cooperation modes of ", where);
    case ChangedField::kWantedKinds:
      return absl::StrCat("add ", Named(kKinds, change.number, language),
                          " to the wanted kinds of ", where);
    case ChangedField::kRegions:
      return absl::StrCat("add ", change.id, " to the regions of ", where);
    case ChangedField::kBudgetMin:
      return absl::StrCat("lower the price of ", where, " to ", change.number, " ", change.id);
    case ChangedField::kBudgetMax:
      return absl::StrCat("raise the budget of ", where, " to ", change.number, " ", change.id);
    case ChangedField::kDeadline:
      return absl::StrCat("move the deadline of ", where, " to ", Date(change.number));
    case ChangedField::kExpireTime:
      return absl::StrCat("let ", where, " expire on ", Date(change.number), " only");
    case ChangedField::kRule:
      return absl::StrCat("remove rule ", change.rule + 1, " from ", where);
  }
  return "";
}

std::string InChinese(const ProfileChange& change, const std::string& who,
                      const Thesaurus& thesaurus) {
  const auto language = Language::kChinese;
  const std::string where = absl::StrCat(
      who, "的", change.list == ListingList::kNeeds ? "需求" : "供给", change.listing + 1);
  switch (change.field) {
    case ChangedField::kState:
      return absl::StrCat("将", who, "设为活跃");
    case ChangedField::kCapacity:
      return absl::StrCat("将", who, "的可接伙伴数提高到", change.number);
    case ChangedField::kSectors:
      return absl::StrCat("在", who, "的领域中加入主题“", LabelOf(change.id, thesaurus, language),
                          "”");
    case ChangedField::kTopics:
      return absl::StrCat("在", where, "中加入主题“", LabelOf(change.id, thesaurus, language), "”");
    case ChangedField::kModes:
      return absl::StrCat("在", where, "的合作方式中加入“", Named(kModes, change.number, language),
                          "”");
    case ChangedField::kWantedKinds:
      return absl::StrCat("在", where, "期望的合作方类型中加入“",
                          Named(kKinds, change.number, language), "”");
    case ChangedField::kRegions:
      return absl::StrCat("在", where, "的地区中加入", change.id);
    case ChangedField::kBudgetMin:
      return absl::StrCat("将", where, "的价格下限降到", change.number, " ", change.id);
    case ChangedField::kBudgetMax:
      return absl::StrCat("将", where, "的预算上限提高到", change.number, " ", change.id);
    case ChangedField::kDeadline:
      return absl::StrCat("将", where, "的截止日期延至", Date(change.number));
    case ChangedField::kExpireTime:
      return absl::StrCat("将", where, "的失效日期延至", Date(change.number));
    case ChangedField::kRule:
      return absl::StrCat("删除", where, "的规则", change.rule + 1);
  }
  return "";
}

// The term by name, as evidence without topics and words has it.
std::string TermName(const WeakestTerm& weakest, const Thesaurus& thesaurus, Language language) {
  Evidence evidence;
  evidence.term = weakest.term;
  return Describe(evidence, thesaurus, language);
}

std::string InEnglish(const WhyNotAnswer& answer, const PairNames& names, std::size_t limit,
                      const Thesaurus& thesaurus) {
  const auto language = Language::kEnglish;
  const std::string& who = names.partner;
  const std::string score = Score(answer.pair.score);
  switch (answer.reason) {
    case WhyNotReason::kListed:
      if (answer.pinned) {
        return absl::StrCat(who, " is in the list, where the staff have put it; its score is ",
                            score, ".");
      }
      return absl::StrCat(who, " is in the list: it ranks ", Ordinal(answer.rank),
                          " with a score of ", score, ".");
    case WhyNotReason::kExcludedByRequest:
      return absl::StrCat("The request excludes ", who, ".");
    case WhyNotReason::kFiltered:
      return absl::StrCat("The filter of the request does not let ", who, " through.");
    case WhyNotReason::kRule:
      return absl::StrCat(who, " and ", names.member,
                          " are kept apart: ", Describe(answer.exclusions.front(), language), ".");
    case WhyNotReason::kNothingShared:
      return absl::StrCat("What ", who, " and ", names.member,
                          " need and offer has nothing in common on both sides.");
    case WhyNotReason::kBelowFloor:
      return absl::StrCat(who, " scores ", score, ", below the floor of ", Score(answer.floor),
                          ".");
    case WhyNotReason::kOutranked: {
      std::string text =
          absl::StrCat(who, " ranks ", Ordinal(answer.rank), " with a score of ", score,
                       ", and the list of ", limit, " ends at ", Score(answer.threshold));
      if (answer.weakest) {
        absl::StrAppend(
            &text, "; it is furthest behind in: ", TermName(*answer.weakest, thesaurus, language));
      }
      return text + ".";
    }
    case WhyNotReason::kNotDiverse:
      return absl::StrCat(who, " ranks ", Ordinal(answer.rank), " with a score of ", score,
                          ", but diversity prefers partners who differ more from those before.");
    case WhyNotReason::kLessProbable:
      return absl::StrCat(who, " ranks ", Ordinal(answer.rank), " with a score of ", score,
                          ", but both sides are likelier to accept the partners in the list.");
  }
  return "";
}

std::string InChinese(const WhyNotAnswer& answer, const PairNames& names, std::size_t limit,
                      const Thesaurus& thesaurus) {
  const auto language = Language::kChinese;
  const std::string& who = names.partner;
  const std::string score = Score(answer.pair.score);
  switch (answer.reason) {
    case WhyNotReason::kListed:
      if (answer.pinned) return absl::StrCat(who, "由工作人员列入名单，得分", score, "。");
      return absl::StrCat(who, "在名单中：得分", score, "，排名第", answer.rank, "。");
    case WhyNotReason::kExcludedByRequest:
      return absl::StrCat("本次请求排除了", who, "。");
    case WhyNotReason::kFiltered:
      return absl::StrCat(who, "不符合本次请求的筛选条件。");
    case WhyNotReason::kRule:
      return absl::StrCat(who, "与", names.member, "被排除在外：",
                          Describe(answer.exclusions.front(), language), "。");
    case WhyNotReason::kNothingShared:
      return absl::StrCat(who, "与", names.member, "的供需没有双方都受益的共同之处。");
    case WhyNotReason::kBelowFloor:
      return absl::StrCat(who, "的得分", score, "低于最低得分", Score(answer.floor), "。");
    case WhyNotReason::kOutranked: {
      std::string text = absl::StrCat(who, "得分", score, "，排名第", answer.rank, "；名单取前",
                                      limit, "名，末位得分", Score(answer.threshold));
      if (answer.weakest) {
        absl::StrAppend(&text, "；差距最大的因素：",
                        TermName(*answer.weakest, thesaurus, language));
      }
      return text + "。";
    }
    case WhyNotReason::kNotDiverse:
      return absl::StrCat(who, "得分", score, "，排名第", answer.rank,
                          "，但为了多样性，名单选择了与前面各位差异更大的伙伴。");
    case WhyNotReason::kLessProbable:
      return absl::StrCat(who, "得分", score, "，排名第", answer.rank,
                          "，但名单中的伙伴更可能得到双方的接受。");
  }
  return "";
}

}  // namespace

std::string Describe(const WhyNotAnswer& answer, const PairNames& names, std::size_t limit,
                     const Thesaurus& thesaurus, Language language) {
  return language == Language::kChinese ? InChinese(answer, names, limit, thesaurus)
                                        : InEnglish(answer, names, limit, thesaurus);
}

std::string Describe(const ProfileChange& change, const PairNames& names,
                     const Thesaurus& thesaurus, Language language) {
  const std::string& who = change.side == EvidenceSide::kMember ? names.member : names.partner;
  return language == Language::kChinese ? InChinese(change, who, thesaurus)
                                        : InEnglish(change, who, thesaurus);
}

}  // namespace counterpoint::matching
