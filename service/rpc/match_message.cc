#include "service/rpc/match_message.h"

namespace counterpoint::service {

matching::Language LanguageOf(absl::string_view language_code) {
  return language_code == "zh" ? matching::Language::kChinese : matching::Language::kEnglish;
}

void AddEvidence(const std::vector<matching::Evidence>& evidence,
                 const matching::Thesaurus& thesaurus, matching::Language language,
                 v1::Match& match) {
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
    message.set_text(matching::Describe(term, thesaurus, language));
  }
}

v1::Match MessageOf(const IndexSnapshot& snapshot, const matching::RankedMatch& ranked) {
  v1::Match match;
  *match.mutable_partner() = SummaryOf(snapshot, ranked.partner->id);
  match.set_score(ranked.score);
  match.set_gain(ranked.gain);
  return match;
}

}  // namespace counterpoint::service
