file(READ ${INPUT} hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
file(WRITE ${OUTPUT} "#include <cstddef>\n#include \"absl/strings/string_view.h\"\nnamespace tallystick {\nstatic const char bytes[] = {${bytes}0};\nextern const absl::string_view ${SYMBOL};\nconst absl::string_view ${SYMBOL}(bytes, sizeof bytes - 1);\n}  // namespace tallystick\n")
