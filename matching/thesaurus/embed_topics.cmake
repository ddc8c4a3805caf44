# Writes the topic files into a C++ source as bytes.
#   cmake -DOUTPUT=file -DFILES=file,file,... -P embed_topics.cmake
string(REPLACE "," ";" files "${FILES}")
set(arrays "")
set(entries "")
set(number 0)
foreach(file IN LISTS files)
  get_filename_component(name ${file} NAME)
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  # A final zero, since no array may be empty; it is left out of the content.
  string(APPEND arrays "constexpr unsigned char kFile${number}[] = {${bytes}0};\n")
  string(APPEND entries "      {\"${name}\", Content(kFile${number}, sizeof(kFile${number}) - 1)},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUTPUT} "#include <cstddef>
#include <vector>

#include \"absl/strings/string_view.h\"
#include \"matching/thesaurus/topic_table.h\"

namespace counterpoint::matching {
namespace {

${arrays}
[[maybe_unused]] absl::string_view Content(const unsigned char* bytes, std::size_t size) {
  return absl::string_view(reinterpret_cast<const char*>(bytes), size);
}

}  // namespace

const std::vector<TopicFile>& BuiltInTopicFiles() {
  static const auto* const files = new std::vector<TopicFile>{
${entries}  };
  return *files;
}

}  // namespace counterpoint::matching
")
