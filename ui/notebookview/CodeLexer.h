#pragma once

#include "theme/Theme.h"

#include <memory>

class QsciLexer;
class QObject;

namespace sessionbook {

enum class CodeLanguage { Python, Markdown, Plain };

/// The lexers of the editors in the theme's colours. The theme must outlive them.
class CodeLexer
{
public:
    /// nullptr for Plain. `dpi` turns the theme's pixels into the points that Scintilla counts in.
    [[nodiscard]] static QsciLexer *create(CodeLanguage language, const Theme &theme, int dpi,
                                           QObject *parent);
    /// The theme's code font in points.
    [[nodiscard]] static QFont editorFont(const Theme &theme, int dpi);
};

} // namespace sessionbook
