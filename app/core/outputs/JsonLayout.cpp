#include "outputs/JsonLayout.h"

#include <algorithm>

namespace sessionbook {
namespace {

constexpr int indentWidth = 2;
constexpr int deepestIndent = 40; // hostile nesting must not grow the text beyond a constant factor

class Writer
{
public:
    explicit Writer(const QByteArray &json)
        : m_json(json)
    {
        m_out.reserve(json.size() * 2);
    }

    QByteArray run()
    {
        for (; m_at < m_json.size(); ++m_at)
            write(m_json[m_at]);
        return std::move(m_out);
    }

private:
    void write(char character)
    {
        switch (character) {
        case '"':
            copyString();
            break;
        case '{':
        case '[':
            open(character);
            break;
        case '}':
        case ']':
            close(character);
            break;
        case ',':
            m_out += ',';
            breakLine();
            break;
        case ':':
            m_out += ": ";
            break;
        case ' ':
        case '\t':
        case '\r':
        case '\n':
            break;
        default:
            m_out += character;
        }
    }

    void copyString()
    {
        const qsizetype start = m_at++;
        while (m_at < m_json.size() && m_json[m_at] != '"')
            m_at += m_json[m_at] == '\\' ? 2 : 1;
        m_at = std::min(m_at, m_json.size() - 1);
        m_out.append(m_json.constData() + start, m_at - start + 1);
    }

    void open(char character)
    {
        m_out += character;
        qsizetype next = m_at + 1;
        while (next < m_json.size() && (m_json[next] == ' ' || m_json[next] == '\n'))
            ++next;
        if (next < m_json.size() && (m_json[next] == '}' || m_json[next] == ']')) {
            m_out += m_json[next];
            m_at = next;
            return;
        }
        ++m_depth;
        breakLine();
    }

    void close(char character)
    {
        m_depth = std::max(0, m_depth - 1);
        breakLine();
        m_out += character;
    }

    void breakLine()
    {
        m_out += '\n';
        m_out.append(std::min(m_depth, deepestIndent) * indentWidth, ' ');
    }

    const QByteArray &m_json;
    qsizetype m_at = 0;
    QByteArray m_out;
    int m_depth = 0;
};

} // namespace

QByteArray JsonLayout::indented(const QByteArray &json)
{
    return Writer(json).run();
}

} // namespace sessionbook
