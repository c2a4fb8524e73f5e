#include "export/MarkdownTable.h"

#include "export/MarkdownText.h"
#include "outputs/HtmlTokenizer.h"

#include <QStringList>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

class Reading
{
public:
    explicit Reading(const QString &html)
        : m_tokens(html)
    {
    }

    std::optional<QString> run()
    {
        while (m_isPossible) {
            const HtmlToken token = m_tokens.next();
            if (token.kind == HtmlToken::Kind::End)
                break;
            if (token.kind == HtmlToken::Kind::Text)
                m_text += token.text;
            else if (token.kind == HtmlToken::Kind::OpenTag)
                open(token);
            else
                close(token.text);
        }
        takeBeside();
        if (!m_isPossible || m_tables != 1 || m_rows.empty())
            return std::nullopt;
        return written();
    }

private:
    void open(const HtmlToken &token)
    {
        const QString &name = token.text;
        if (name == "table"_L1) {
            takeBeside();
            m_isPossible = ++m_tables == 1;
            m_isInTable = true;
        } else if (name == "thead"_L1) {
            m_isInHead = true;
        } else if (name == "tr"_L1) {
            (m_isInHead ? m_head : m_rows).emplace_back();
        } else if (name == "td"_L1 || name == "th"_L1) {
            m_isPossible = !token.hasAttribute(u"colspan") && !token.hasAttribute(u"rowspan");
            m_text.clear();
        } else if (name == "img"_L1 || name == "caption"_L1 || name == "pre"_L1) {
            m_isPossible = false;
        } else if (name == "br"_L1) {
            m_text += u' ';
        }
    }

    void close(const QString &name)
    {
        if (name == "td"_L1 || name == "th"_L1) {
            auto &rows = m_isInHead ? m_head : m_rows;
            if (!rows.empty())
                rows.back() += m_text.simplified();
            m_text.clear();
        } else if (name == "thead"_L1) {
            m_isInHead = false;
        } else if (name == "table"_L1) {
            m_isInTable = false;
            m_text.clear();
        } else if (name == "p"_L1 || name == "div"_L1) {
            takeBeside();
        }
    }

    void takeBeside()
    {
        if (m_isInTable)
            return;
        if (const QString line = std::exchange(m_text, {}).simplified(); !line.isEmpty())
            m_beside += MarkdownText::escaped(line);
    }

    [[nodiscard]] qsizetype columns() const
    {
        qsizetype most = 0;
        for (const auto *rows : {&m_head, &m_rows}) {
            for (const QStringList &row : *rows)
                most = std::max(most, row.size());
        }
        return most;
    }

    /// A data frame names its index in a second row, which is empty elsewhere.
    std::optional<QStringList> heading() const
    {
        QStringList heading;
        for (qsizetype column = 0; column < columns(); ++column) {
            QString name;
            for (const QStringList &row : m_head) {
                const QString cell = row.value(column);
                if (!name.isEmpty() && !cell.isEmpty())
                    return std::nullopt;
                name += cell;
            }
            heading += name;
        }
        return heading;
    }

    static QString line(const QStringList &cells, qsizetype columns)
    {
        QString line = u"|"_s;
        for (qsizetype column = 0; column < columns; ++column)
            line += u' ' + MarkdownText::escaped(cells.value(column)) + " |"_L1;
        return line + u'\n';
    }

    std::optional<QString> written() const
    {
        const auto names = heading();
        if (!names)
            return std::nullopt;
        QString text = line(*names, columns());
        text += u"|"_s + u" --: |"_s.repeated(columns()) + u'\n';
        for (const QStringList &row : m_rows)
            text += line(row, columns());
        for (const QString &beside : m_beside)
            text += u'\n' + beside + u'\n';
        return text;
    }

    HtmlTokenizer m_tokens;
    QString m_text;
    std::vector<QStringList> m_head;
    std::vector<QStringList> m_rows;
    QStringList m_beside;
    int m_tables = 0;
    bool m_isInTable = false;
    bool m_isInHead = false;
    bool m_isPossible = true;
};

} // namespace

std::optional<QString> MarkdownTable::from(const QString &html)
{
    return Reading(html).run();
}

} // namespace sessionbook
