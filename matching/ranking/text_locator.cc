#include "matching/ranking/text_locator.h"

namespace counterpoint::matching {
namespace {

void Append(const TextSpan& span, std::vector<TextSpan>& spans) {
  const bool overlaps =
      !spans.empty() && spans.back().text == span.text && span.begin < spans.back().end;
  if (!overlaps) spans.push_back(span);
}

}  // namespace

TextLocator::TextLocator(const Analyzer& analyzer, const std::vector<absl::string_view>& texts)
    : thesaurus_(analyzer.thesaurus()) {
  const std::vector<AnalyzedText> all = analyzer.AnalyzeTogether(texts);
  for (std::size_t text = 0; text < texts.size(); ++text) {
    const AnalyzedText& analyzed = all[text];
    for (const TermOccurrence& term : analyzed.terms) {
      if (term.kind == TermKind::kCharacter) continue;
      terms_.push_back({MakeTermId(term.kind, term.term), {text, term.begin, term.end}});
    }
    for (const TopicOccurrence& topic : analyzed.topics) {
      topics_.push_back({topic.topic, {text, topic.begin, topic.end}});
    }
  }
}

std::vector<TextSpan> TextLocator::Find(const SharedWord& word) const {
  std::vector<TextSpan> spans;
  for (const Term& term : terms_) {
    if (term.term == word.term) Append(term.span, spans);
  }
  return spans;
}

std::vector<TextSpan> TextLocator::Find(const SharedTopic& shared) const {
  std::vector<TextSpan> spans;
  for (const Topic& topic : topics_) {
    if (thesaurus_->Covers(shared.topic, topic.topic)) Append(topic.span, spans);
  }
  return spans;
}

}  // namespace counterpoint::matching
