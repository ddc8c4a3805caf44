// Files of comma-separated values: what is written is read as it was, whatever is read can
// be written, and every row of a table becomes a message that can be sent or names what is
// wrong with it.
#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

#include "clients/cli/csv_reader.h"
#include "clients/cli/csv_writer.h"
#include "clients/cli/interaction_source.h"
#include "clients/cli/outcome_source.h"
#include "clients/cli/participant_source.h"
#include "tests/fuzz/byte_source.h"
#include "tests/fuzz/require.h"

namespace counterpoint::cli {
namespace {

using fuzz::ByteSource;
using fuzz::Require;
using fuzz::RequireNamed;
using Records = std::vector<std::vector<std::string>>;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

// Nothing where the text is no CSV.
std::optional<Records> Read(const std::string& text) {
  std::istringstream in(text);
  CsvReader reader(&in);
  Records records;
  std::int64_t line = 0;
  for (;;) {
    auto record = reader.Next();
    if (!record.ok()) {
      RequireNamed(record.status(), kInvalid, "what is no CSV is refused");
      Require(record.status().message().find("line ") == 0, "the error names the line");
      return std::nullopt;
    }
    if (!record->has_value()) return records;
    Require((*record)->line > line && !(*record)->fields.empty(), "records stand below another");
    line = (*record)->line;
    records.push_back(std::move((*record)->fields));
  }
}

std::string Written(const Records& records) {
  std::ostringstream out;
  for (const auto& record : records) WriteCsvRecord(record, out);
  return out.str();
}

void CheckText(const std::string& text) {
  const auto records = Read(text);
  if (records) Require(Read(Written(*records)) == records, "what was written is read as it was");
}

// Takes all items of a source. `item` gives what became of one.
template <typename Source, typename Item>
void CheckItems(Source& source, const Item& item) {
  std::int64_t line = 0;
  for (;;) {
    const auto next = source.Next();
    if (!next.ok()) {
      RequireNamed(next.status(), kInvalid, "a file that cannot be read on is refused");
      return;
    }
    if (!next->has_value()) return;
    Require((*next)->line > line, "items stand below another");
    line = (*next)->line;
    item(**next);
  }
}

template <typename Message>
void CheckMessage(const absl::StatusOr<Message>& message) {
  if (!message.ok()) {
    RequireNamed(message.status(), kInvalid, "an item that makes no message is refused");
    return;
  }
  Message read;
  Require(read.ParseFromString(message->SerializeAsString()), "a message can be sent");
}

void CheckTables(const std::string& text) {
  {
    std::istringstream in(text);
    auto source = InteractionCsv(&in, "alliances/music");
    if (source.ok()) {
      CheckItems(**source, [](const InteractionItem& item) { CheckMessage(item.interaction); });
    }
  }
  {
    std::istringstream in(text);
    auto source = OutcomeSource::Open(&in, "alliances/music");
    if (source.ok()) {
      CheckItems(*source, [](const OutcomeItem& item) { CheckMessage(item.outcome); });
    }
  }
  std::istringstream in(text);
  auto source = ParticipantSource::Open(&in);
  if (source.ok()) {
    CheckItems(*source, [](const ParticipantItem& item) {
      if (!item.row.ok()) return RequireNamed(item.row.status(), kInvalid, "a row is refused");
      Require(!item.row->member.empty() && item.row->fields.least >= -1, "a row names its member");
    });
  }
}

void CheckMade(ByteSource& source) {
  Records records;
  while (!source.empty() && records.size() < 20) {
    std::vector<std::string>& fields = records.emplace_back();
    const std::size_t count = 1 + source.Below(4);
    // Texts of files are UTF-8.
    for (std::size_t i = 0; i < count; ++i) {
      fields.push_back(source.Text());
      for (char& c : fields.back()) c = static_cast<char>(c & 0x7f);
    }
  }
  Require(Read(Written(records)) == records, "records are read as they were");
}

}  // namespace
}  // namespace counterpoint::cli

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace counterpoint::cli;
  const std::string text(reinterpret_cast<const char*>(data), size);
  CheckText(text);
  CheckTables(text);
  counterpoint::fuzz::ByteSource source(data, size);
  CheckMade(source);
  return 0;
}
