#include "service/rpc/match_message.h"

#include <algorithm>

#include "service/conversion/resource_name.h"

namespace counterpoint::service {

std::string DisplayName(const v1::MemberSummary& member, matching::Language language) {
  const auto& names = member.display_name();
  const auto found = names.find(language == matching::Language::kChinese ? "zh" : "en");
  if (found != names.end()) return found->second;
  // Of several other languages, the same one each time.
  const auto other = std::min_element(
      names.begin(), names.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return other == names.end() ? member.name() : other->second;
}

matching::Language LanguageOf(absl::string_view language_code) {
  return language_code == "zh" ? matching::Language::kChinese : matching::Language::kEnglish;
}

void AddEvidence(const IndexSnapshot& snapshot, const std::vector<matching::Evidence>& evidence,
                 matching::Language language, v1::Match& match) {
  const matching::Thesaurus& thesaurus = *snapshot.alliance->thesaurus;
  const auto name_of = [&](const std::string& id) {
    return DisplayName(SummaryOf(snapshot, id), language);
  };
  for (const matching::Evidence& term : evidence) {
    v1::Evidence& message = *match.add_evidence();
    message.set_term(static_cast<v1::Evidence::Term>(term.term));
    message.set_side(static_cast<v1::Evidence::Side>(term.side));
    message.set_contribution(term.contribution);
    message.set_need(term.need);
    message.set_offer(term.offer);
    for (const matching::SharedTopic& shared : term.topics) {
      const matching::Topic& topic = thesaurus.topic(shared.topic);
      v1::SharedTopic& added = *message.add_topics();
      added.set_topic(topic.id);
      added.set_label(matching::TopicLabel(topic, language));
      added.set_contribution(shared.contribution);
    }
    for (const matching::SharedWord& shared : term.words) {
      v1::SharedWord& added = *message.add_words();
      added.set_word(shared.word);
      added.set_contribution(shared.contribution);
    }
    for (const std::string& id : term.via) {
      message.add_via(conversion::FormatMemberName(snapshot.alliance->id, id));
    }
    message.set_text(matching::Describe(term, thesaurus, language, name_of));
  }
}

v1::Exclusion MessageOf(const matching::ExclusionReason& reason, absl::string_view alliance,
                        const std::string& member, const std::string& partner,
                        matching::Language language) {
  v1::Exclusion exclusion;
  if (reason.side == matching::EvidenceSide::kMember) exclusion.set_member(member);
  if (reason.side == matching::EvidenceSide::kPartner) exclusion.set_member(partner);
  if (!reason.staff_rule.empty()) {
    exclusion.set_staff_rule(conversion::FormatStaffRuleName(alliance, reason.staff_rule));
  }
  exclusion.set_field(reason.field);
  exclusion.set_text(matching::Describe(reason, language));
  return exclusion;
}

v1::Match MessageOf(const IndexSnapshot& snapshot, const matching::RankedMatch& ranked) {
  v1::Match match;
  *match.mutable_partner() = SummaryOf(snapshot, ranked.partner->id);
  match.set_score(ranked.score);
  match.set_gain(ranked.gain);
  if (ranked.acceptance) match.set_acceptance_probability(*ranked.acceptance);
  match.set_pinned(ranked.pinned);
  return match;
}

}  // namespace counterpoint::service
