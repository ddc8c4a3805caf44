# Writes a file into a C++ source as bytes.
#   cmake -DOUTPUT=file -DINPUT=file -P embed_descriptors.cmake
file(READ ${INPUT} bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
file(WRITE ${OUTPUT} "#include \"service/configuration/embedded_descriptors.h\"

namespace counterpoint::service {
namespace {

constexpr unsigned char kBytes[] = {${bytes}};

}  // namespace

absl::string_view EmbeddedDescriptors() {
  return absl::string_view(reinterpret_cast<const char*>(kBytes), sizeof(kBytes));
}

}  // namespace counterpoint::service
")
