#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/text_format.h"
#include "service/configuration/configuration_text.h"
#include "service/configuration/embedded_descriptors.h"

namespace counterpoint::service {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::TextFormat;

// The declarations once more, with their comments, which programs do not keep.
const DescriptorPool& CommentedDeclarations() {
  static const DescriptorPool* const pool = [] {
    google::protobuf::FileDescriptorSet files;
    files.ParseFromString(std::string(EmbeddedDescriptors()));
    auto* const made = new DescriptorPool;
    for (const auto& file : files.file()) made->BuildFile(file);
    return made;
  }();
  return *pool;
}

void AppendComment(absl::string_view comment, const std::string& indent, std::string& text) {
  for (const absl::string_view line : absl::StrSplit(comment, '\n', absl::SkipEmpty())) {
    absl::StrAppend(&text, indent, "#", line, "\n");
  }
}

void AppendFields(const Message& message, const Descriptor& declared, const std::string& indent,
                  std::string& text) {
  for (int i = 0; i < declared.field_count(); ++i) {
    const FieldDescriptor& field = *message.GetDescriptor()->field(i);
    google::protobuf::SourceLocation source;
    declared.field(i)->GetSourceLocation(&source);
    if (i > 0) absl::StrAppend(&text, "\n");
    AppendComment(source.leading_comments, indent, text);
    if (field.options().GetExtension(configuration::v1::reloadable)) {
      absl::StrAppend(&text, indent, "# A change takes effect without a restart.\n");
    }
    if (field.message_type() != nullptr) {
      absl::StrAppend(&text, indent, field.name(), " {\n");
      AppendFields(message.GetReflection()->GetMessage(message, &field),
                   *declared.field(i)->message_type(), indent + "  ", text);
      absl::StrAppend(&text, indent, "}\n");
      continue;
    }
    std::string value;
    TextFormat::PrintFieldValueToString(message, &field, -1, &value);
    absl::StrAppend(&text, indent, field.name(), ": ", value, "\n");
  }
}

}  // namespace

std::string CommentedText(const ServerConfiguration& configuration) {
  const Descriptor& declared = *CommentedDeclarations().FindMessageTypeByName(
      ServerConfiguration::descriptor()->full_name());
  std::string text =
      "# Configuration of counterpointd: every setting with its default, as protobuf text.\n"
      "# Durations are texts: \"300ms\", \"90s\", \"10m\", \"24h\" or \"30d\". What is left out "
      "has "
      "its default,\n"
      "# and flags of the command line go before what stands here. SIGHUP reads the file anew, as "
      "does a\n# change of it; 'counterpointd config check FILE' tells what is wrong in it.\n\n";
  AppendFields(configuration, declared, "", text);
  return text;
}

}  // namespace counterpoint::service
