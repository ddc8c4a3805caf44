// Texts that people write, and the maps of them by language.
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/map.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "service/validation/field_path.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

struct TextForm {
  std::size_t max_bytes;
  bool lines;     // Line ends and tabs are allowed; else no control character is.
  bool required;  // Something other than white space is in it.
};

inline constexpr TextForm kTitle{500, false, true};
inline constexpr TextForm kProse{20'000, true, false};

// UTF-8 of this form.
void CheckText(const FieldPath& path, absl::string_view text, const TextForm& form,
               Violations& violations);

// True where nothing but white space and control characters is in it.
bool IsBlank(absl::string_view text);

using LanguageMap = google::protobuf::Map<std::string, std::string>;

// Well-formed language tags, at most 32, to texts of this form; at least one
// where the form is required. Violations are in order of tag.
void CheckTexts(const FieldPath& parent, absl::string_view name, const LanguageMap& texts,
                const TextForm& form, Violations& violations);

// Well-formed language tags, at most 32, each once.
void CheckLanguageTags(const FieldPath& parent, absl::string_view name,
                       const google::protobuf::RepeatedPtrField<std::string>& tags,
                       Violations& violations);

}  // namespace counterpoint::validation
