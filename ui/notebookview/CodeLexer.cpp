#include "notebookview/CodeLexer.h"

#include <Qsci/qscilexermarkdown.h>
#include <Qsci/qscilexerpython.h>

#include <QFontInfo>

namespace sessionbook {

namespace {

ColorRole pythonRole(int style)
{
    switch (style) {
    case QsciLexerPython::Comment:
    case QsciLexerPython::CommentBlock:
        return ColorRole::Comment;
    case QsciLexerPython::Number:
        return ColorRole::Number;
    case QsciLexerPython::DoubleQuotedString:
    case QsciLexerPython::SingleQuotedString:
    case QsciLexerPython::TripleSingleQuotedString:
    case QsciLexerPython::TripleDoubleQuotedString:
    case QsciLexerPython::UnclosedString:
    case QsciLexerPython::DoubleQuotedFString:
    case QsciLexerPython::SingleQuotedFString:
    case QsciLexerPython::TripleSingleQuotedFString:
    case QsciLexerPython::TripleDoubleQuotedFString:
        return ColorRole::String;
    case QsciLexerPython::Keyword:
        return ColorRole::Keyword;
    case QsciLexerPython::ClassName:
    case QsciLexerPython::FunctionMethodName:
    case QsciLexerPython::Decorator:
        return ColorRole::Function;
    default:
        return ColorRole::Text;
    }
}

ColorRole markdownRole(int style)
{
    switch (style) {
    case QsciLexerMarkdown::Header1:
    case QsciLexerMarkdown::Header2:
    case QsciLexerMarkdown::Header3:
    case QsciLexerMarkdown::Header4:
    case QsciLexerMarkdown::Header5:
    case QsciLexerMarkdown::Header6:
        return ColorRole::Function;
    case QsciLexerMarkdown::Link:
        return ColorRole::Accent;
    case QsciLexerMarkdown::CodeBackticks:
    case QsciLexerMarkdown::CodeDoubleBackticks:
    case QsciLexerMarkdown::CodeBlock:
        return ColorRole::String;
    case QsciLexerMarkdown::BlockQuote:
    case QsciLexerMarkdown::HorizontalRule:
        return ColorRole::MutedText;
    default:
        return ColorRole::Text;
    }
}

class PythonLexer final : public QsciLexerPython
{
public:
    PythonLexer(const Theme &theme, const QFont &font, QObject *parent)
        : QsciLexerPython(parent)
        , m_theme(theme)
        , m_font(font)
    {
        setFoldComments(false);
        setHighlightSubidentifiers(false);
    }

    QColor color(int style) const override { return m_theme.color(pythonRole(style)); }
    QColor paper(int) const override { return m_theme.color(ColorRole::CodeField); }
    bool eolFill(int) const override { return false; }
    QFont font(int style) const override
    {
        QFont font = m_font;
        font.setItalic(style == Comment || style == CommentBlock);
        return font;
    }
    const char *keywords(int set) const override
    {
        // Python 3 only; the soft keywords match and case read as names far more often than as
        // statements.
        return set == 1 ? "False None True and as assert async await break class continue def del "
                          "elif else except finally "
                          "for from global if import in is lambda nonlocal not or pass raise "
                          "return try while with yield"
                        : nullptr;
    }

private:
    const Theme &m_theme;
    QFont m_font;
};

class MarkdownLexer final : public QsciLexerMarkdown
{
public:
    MarkdownLexer(const Theme &theme, const QFont &font, QObject *parent)
        : QsciLexerMarkdown(parent)
        , m_theme(theme)
        , m_font(font)
    {
    }

    QColor color(int style) const override { return m_theme.color(markdownRole(style)); }
    QColor paper(int) const override { return m_theme.color(ColorRole::CodeField); }
    bool eolFill(int) const override { return false; }
    QFont font(int style) const override
    {
        QFont font = m_font;
        font.setItalic(style == EmphasisAsterisks || style == EmphasisUnderscores);
        font.setBold(style == StrongEmphasisAsterisks || style == StrongEmphasisUnderscores
                     || markdownRole(style) == ColorRole::Function);
        return font;
    }

private:
    const Theme &m_theme;
    QFont m_font;
};

} // namespace

QsciLexer *CodeLexer::create(CodeLanguage language, const Theme &theme, int dpi, QObject *parent)
{
    const QFont font = editorFont(theme, dpi);
    switch (language) {
    case CodeLanguage::Python:
        return new PythonLexer(theme, font, parent);
    case CodeLanguage::Markdown:
        return new MarkdownLexer(theme, font, parent);
    case CodeLanguage::Plain:
        break;
    }
    return nullptr;
}

QFont CodeLexer::editorFont(const Theme &theme, int dpi)
{
    // Scintilla takes points, and one family rather than a list of them.
    QFont font(QFontInfo(theme.codeFont).family());
    const int pixels = theme.codeFont.pixelSize();
    font.setPointSizeF(pixels > 0 ? pixels * 72.0 / dpi : theme.codeFont.pointSizeF());
    return font;
}

} // namespace sessionbook
