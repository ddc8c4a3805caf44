#include "matching/ranking/wording.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace counterpoint::matching {
namespace {

struct Wording {
  const char* english;
  const char* chinese;
};

// What each term of a gain says, in the order of EvidenceTerm from kTopics on.
constexpr Wording kTerms[] = {
    {"shared topics", "共同主题"},
    {"shared words", "共同用词"},
    {"related wording in the alliance's texts", "用语在联盟文本中相互关联"},
    {"close in meaning by the texts' embeddings", "文本向量显示语义相近"},
    {"ways of working together are compatible", "合作方式相合"},
    {"the kind of partner that is wanted", "属于期望的合作方类型"},
    {"the region suits", "地区合适"},
    {"there is time left", "时间充裕"},
    {"the budget fits", "预算相合"},
    {"stated preferences are met", "满足所列偏好"},
    {"kinds of member that gain from each other", "双方类型互补"},
    {"awards, patents, certificates or reference projects", "具备奖项、专利、认证或案例"},
    {"a recently updated profile", "资料近期更新"},
};

// Not even whether it is a need or an offer that is not told.
constexpr Wording kConfidentialWording = {"matches something confidential", "与保密内容相合"};

// Of kWords, where no whole word is shared.
constexpr Wording kCharacters = {"shared Chinese characters", "共同用字"};

const char* In(Language language, const Wording& wording) {
  return language == Language::kChinese ? wording.chinese : wording.english;
}

std::string TopicList(const Evidence& evidence, const Thesaurus& thesaurus, Language language) {
  const char* separator = language == Language::kChinese ? "、" : ", ";
  return absl::StrJoin(evidence.topics, separator,
                       [&](std::string* out, const SharedTopic& shared) {
                         out->append(TopicLabel(thesaurus.topic(shared.topic), language));
                       });
}

std::string WordList(const Evidence& evidence, Language language) {
  const char* separator = language == Language::kChinese ? "、" : ", ";
  return absl::StrJoin(evidence.words, separator, [](std::string* out, const SharedWord& shared) {
    out->append(shared.word);
  });
}

std::string PopularityText(std::size_t partners, bool chinese) {
  if (chinese) return absl::StrCat("曾与", partners, "位成员合作");
  return absl::StrCat("has worked with ", partners, partners == 1 ? " member" : " members");
}

std::string ClosenessText(const std::vector<std::string>& via, const NameOf& name_of,
                          bool chinese) {
  if (via.empty()) return chinese ? "通过以往合作相互关联" : "connected by past partnerships";
  const std::string names =
      absl::StrJoin(via, chinese ? "、" : ", ",
                    [&](std::string* out, const std::string& id) { out->append(name_of(id)); });
  return chinese ? absl::StrCat("通过", names, "的以往合作相互关联")
                 : absl::StrCat("connected by past partnerships through ", names);
}

Wording RecordedWording(KeptApartBy by) {
  switch (by) {
    case KeptApartBy::kPartnership:
      return {"has worked with the other side already", "已与对方有过合作"};
    case KeptApartBy::kAgreement:
      return {"has signed an agreement with the other side", "已与对方签署协议"};
    case KeptApartBy::kConflict:
      return {"has a conflict with the other side on record", "与对方有登记在案的冲突"};
    case KeptApartBy::kDecline:
      return {"or the other side has declined lately", "或对方近期已婉拒"};
  }
  return {"", ""};
}

// Of none in particular where nothing is added or taken.
Wording StaffRuleWording(double contribution) {
  if (contribution > 0) return {"raised by a rule of the staff", "工作人员的规则提高了得分"};
  if (contribution < 0) return {"lowered by a rule of the staff", "工作人员的规则降低了得分"};
  return {"rules of the staff", "工作人员的规则"};
}

std::string StaffExclusionText(const ExclusionReason& exclusion, bool chinese) {
  const std::string& rule = exclusion.staff_rule;
  if (exclusion.staff_action == StaffAction::kDemote) {
    return chinese ? absl::StrCat("工作人员的规则“", rule, "”降低了得分")
                   : absl::StrCat("the staff's rule \"", rule, "\" lowers the score");
  }
  return chinese ? absl::StrCat("工作人员的规则“", rule, "”不推荐对方")
                 : absl::StrCat("the staff's rule \"", rule, "\" vetoes the partner");
}

Wording ExclusionWording(const ExclusionReason& exclusion) {
  const std::string& field = exclusion.field;
  if (field == "state") return {"is not active", "当前未启用"};
  if (field == "confidential") return {"has confidential conditions", "有保密条件"};
  if (field == "capacity") return {"takes on no further partners", "暂不接受新的合作方"};
  if (field == "interactions") return RecordedWording(exclusion.by);
  if (absl::EndsWith(field, ".deadline")) {
    return {"has closed this listing", "该条目已截止"};
  }
  return {"has a rule that excludes the other side", "有规则排除了对方"};
}

}  // namespace

const std::string& TopicLabel(const Topic& topic, Language language) {
  const bool chinese = language == Language::kChinese;
  const auto& preferred = chinese ? topic.zh : topic.en;
  const auto& other = chinese ? topic.en : topic.zh;
  return preferred.empty() ? other.front() : preferred.front();
}

std::string Describe(const Evidence& evidence, const Thesaurus& thesaurus, Language language,
                     const NameOf& name_of) {
  const bool chinese = language == Language::kChinese;
  if (evidence.term == EvidenceTerm::kPopularity) return PopularityText(evidence.partners, chinese);
  if (evidence.term == EvidenceTerm::kCloseness) {
    return ClosenessText(evidence.via, name_of, chinese);
  }
  if (evidence.term == EvidenceTerm::kStaffRule) {
    return In(language, StaffRuleWording(evidence.contribution));
  }
  if (evidence.term == EvidenceTerm::kConfidential) return In(language, kConfidentialWording);
  const auto index =
      static_cast<std::size_t>(evidence.term) - static_cast<std::size_t>(EvidenceTerm::kTopics);
  const char* colon = chinese ? "：" : ": ";
  const bool characters = evidence.term == EvidenceTerm::kWords && evidence.words.empty();
  std::string text = In(language, characters ? kCharacters : kTerms[index]);
  if (!evidence.topics.empty()) {
    absl::StrAppend(&text, colon, TopicList(evidence, thesaurus, language));
  }
  if (!evidence.words.empty()) {
    absl::StrAppend(&text, colon, WordList(evidence, language));
  }
  return text;
}

std::string Describe(const ExclusionReason& exclusion, Language language) {
  const bool member = exclusion.side == EvidenceSide::kMember;
  const Wording who = member ? Wording{"the member", "本方"} : Wording{"the partner", "对方"};
  const bool chinese = language == Language::kChinese;
  const std::string text = exclusion.field == "staff_rules"
                               ? StaffExclusionText(exclusion, chinese)
                               : absl::StrCat(In(language, who), chinese ? "" : " ",
                                              In(language, ExclusionWording(exclusion)));
  return absl::StrCat(text, chinese ? "（" : " (", exclusion.field, chinese ? "）" : ")");
}

}  // namespace counterpoint::matching
