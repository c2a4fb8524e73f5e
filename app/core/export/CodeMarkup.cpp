#include "export/CodeMarkup.h"

#include "export/PageText.h"
#include "export/PythonTokens.h"

namespace sessionbook {
namespace {

/// The class that the page's style sheet gives a colour.
QChar classOf(CodeToken::Kind kind)
{
    switch (kind) {
    case CodeToken::Kind::Keyword:
        return u'k';
    case CodeToken::Kind::String:
        return u's';
    case CodeToken::Kind::Number:
        return u'n';
    case CodeToken::Kind::Comment:
        return u'c';
    case CodeToken::Kind::Function:
        break;
    }
    return u'f';
}

bool isPython(QStringView language)
{
    return language == u"python" || language == u"ipython" || language == u"python3";
}

} // namespace

QString CodeMarkup::of(QStringView code, QStringView language)
{
    QString markup;
    qsizetype done = 0;
    for (const CodeToken &token :
         isPython(language) ? PythonTokens::in(code) : QList<CodeToken>()) {
        markup += PageText::escaped(code.sliced(done, token.start - done));
        markup += QLatin1String("<span class=\"") + classOf(token.kind) + QLatin1String("\">")
            + PageText::escaped(code.sliced(token.start, token.length)) + QLatin1String("</span>");
        done = token.start + token.length;
    }
    return markup + PageText::escaped(code.sliced(done));
}

} // namespace sessionbook
