#pragma once

#include <QList>
#include <QString>
#include <QStringView>

namespace sessionbook {

struct HtmlAttribute
{
    QString name; ///< lower case
    QString value; ///< entities decoded
};

struct HtmlToken
{
    enum class Kind { Text, OpenTag, CloseTag, End };

    Kind kind = Kind::End;
    QString text = {}; ///< Text: entities decoded; tags: the name in lower case
    QList<HtmlAttribute> attributes = {};

    [[nodiscard]] QString attribute(QStringView name) const;
    [[nodiscard]] bool hasAttribute(QStringView name) const;
};

/// Cuts markup into text and tags, as forgiving as a browser: nothing is an error. Comments,
/// declarations and the contents of scripts and styles are passed over. Linear in the input:
/// nothing that was read is read again.
class HtmlTokenizer
{
public:
    /// `html` must outlive the tokenizer.
    explicit HtmlTokenizer(QStringView html);

    [[nodiscard]] HtmlToken next();

    /// Character references ("&amp;", "&#8230;") resolved, by HTML5's list of names.
    [[nodiscard]] static QString decoded(QStringView text);

private:
    [[nodiscard]] bool startsMarkup() const;
    [[nodiscard]] HtmlToken readText();
    [[nodiscard]] HtmlToken readTag();
    void readAttributes(HtmlToken *tag);
    [[nodiscard]] QString readAttributeValue();
    void skipDeclaration();
    void skipRawText(QStringView name);
    void skipSpace();

    QStringView m_html;
    qsizetype m_at = 0;
};

} // namespace sessionbook
