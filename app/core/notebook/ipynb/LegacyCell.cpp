#include "notebook/ipynb/LegacyCell.h"

#include "notebook/ipynb/LegacyOutput.h"
#include "notebook/ipynb/LegacyText.h"
#include "notebook/json/JsonCursor.h"
#include "notebook/json/JsonFields.h"
#include "notebook/json/JsonText.h"

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

/// One cell while its fields are taken, one after another; what nobody takes is kept.
class CellUpgrade
{
public:
    CellUpgrade(QByteArrayView cell, int formatMajor, QStringList &faults)
        : m_fields(cell)
        , m_major(formatMajor)
        , m_faults(faults)
    {
    }

    Cell upgraded()
    {
        const QString type = JsonText::toString(m_fields.take(u"cell_type"_s));
        takeMetadata();
        if (type == "code"_L1)
            takeCode();
        else if (type == "heading"_L1)
            takeHeading();
        else
            takeText(type);
        keepTheRest();
        return m_cell;
    }

private:
    void takeMetadata()
    {
        const QByteArray metadata = m_fields.take(u"metadata"_s);
        if (!metadata.isEmpty() && !metadata.startsWith('{'))
            m_faults += u"metadata is no object"_s;
        m_metadata = JsonFields(metadata);
        // Jupyter writes neither: they tell what one computer trusts.
        m_metadata.take(u"trusted"_s);
        m_fields.take(u"trusted"_s);
    }

    void takeCode()
    {
        m_cell.kind = CellKind::Code;
        m_fields.take(u"language"_s);
        // Format 1 knew no collapsing; Jupyter says so of its cells.
        const QByteArray collapsed
            = m_major == 1 ? QByteArray("false") : m_fields.take(u"collapsed"_s);
        if (!collapsed.isEmpty())
            m_metadata.set(u"collapsed"_s, collapsed);
        m_cell.source = takeSource({u"input"_s, u"code"_s, u"source"_s});
        const QByteArray number = m_fields.take(u"prompt_number"_s);
        m_cell.executionCount = JsonText::toInt(number);
        if (!m_cell.executionCount && !number.isEmpty() && number != "null")
            m_faults += u"prompt_number is no whole number"_s;
        takeOutputs();
    }

    void takeOutputs()
    {
        const QByteArray outputs = m_fields.take(u"outputs"_s);
        JsonCursor cursor(outputs);
        if (cursor.peek() != JsonCursor::Kind::Array) {
            if (m_major > 1)
                m_faults += u"outputs is no list"_s;
            return;
        }
        cursor.enterArray();
        while (cursor.nextElement()) {
            const auto output = LegacyOutput::upgraded(cursor.takeValue(), m_major, m_faults);
            if (output)
                m_cell.outputs += *output;
        }
    }

    void takeHeading()
    {
        m_cell.kind = CellKind::Markdown;
        const QByteArray level = m_fields.take(u"level"_s);
        const int depth = std::clamp(JsonText::toInt(level).value_or(1), 1, 6);
        QStringList lines;
        for (QString line : JsonText::splitLines(takeSource({u"source"_s}))) {
            while (!line.isEmpty() && JsonText::splitLines(line + u'x').size() > 1)
                line.chop(1);
            lines += line;
        }
        m_cell.source = QString(depth, u'#') + u' ' + lines.join(u' ');
    }

    void takeText(const QString &type)
    {
        const bool isMarkdown
            = type == "markdown"_L1 || type == "html"_L1 || (m_major == 1 && type == "text"_L1);
        m_cell.kind = isMarkdown ? CellKind::Markdown : CellKind::Raw;
        // "plaintext" was the name of raw cells in versions that were never released.
        if (!isMarkdown && type != "raw"_L1 && type != "plaintext"_L1)
            m_faults += type.isEmpty() ? u"no cell_type"_s : u"unknown cell_type “%1”"_s.arg(type);
        m_cell.source = takeSource({u"source"_s, u"text"_s});
    }

    /// The first of the fields that is there.
    QString takeSource(const QStringList &names)
    {
        for (const QString &name : names) {
            if (!m_fields.contains(name))
                continue;
            const auto text = LegacyText::joined(m_fields.take(name), m_major);
            if (!text)
                m_faults += u"%1 is neither text nor a list of texts"_s.arg(name);
            return text.value_or(QString());
        }
        return {};
    }

    void keepTheRest()
    {
        m_cell.metadata = m_metadata.toJson();
        const QMap<QString, QByteArray> &rest = m_fields.all();
        for (auto field = rest.cbegin(); field != rest.cend(); ++field)
            m_cell.otherFields
                += ByteSlice(JsonText::fromString(field.key()) + ": " + field.value());
    }

    JsonFields m_fields;
    JsonFields m_metadata;
    Cell m_cell;
    int m_major;
    QStringList &m_faults;
};

} // namespace

Cell LegacyCell::upgraded(QByteArrayView cell, int formatMajor, QStringList &faults)
{
    if (cell.startsWith('{'))
        return CellUpgrade(cell, formatMajor, faults).upgraded();
    faults += u"not an object"_s;
    Cell raw;
    raw.kind = CellKind::Raw;
    raw.source = QString::fromUtf8(cell);
    return raw;
}

} // namespace sessionbook
