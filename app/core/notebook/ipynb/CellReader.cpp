#include "notebook/ipynb/CellReader.h"

#include "notebook/json/JsonText.h"

namespace sessionbook {

namespace {

/// The fields of one cell while they are read, in whatever order the file has them.
class CellFields
{
public:
    CellFields(JsonCursor &cursor, const ByteSlice &file, QStringList &faults)
        : m_cursor(cursor)
        , m_file(file)
        , m_faults(faults)
    {
    }

    Cell read()
    {
        m_cursor.enterObject();
        while (m_cursor.nextMember())
            readMember(JsonText::toUtf8(m_cursor.key()), m_cursor.key());
        if (m_cursor.fault())
            return m_cell;
        checkWhatIsMissing();
        if (m_cell.kind != CellKind::Code) {
            m_cell.outputs.clear();
            m_cell.executionCount.reset();
        }
        return m_cell;
    }

private:
    void readMember(const QByteArray &name, QByteArrayView rawName)
    {
        if (name == "outputs")
            return readOutputs();
        const QByteArrayView value = m_cursor.takeValue();
        if (m_cursor.fault())
            return;
        if (name == "cell_type")
            readKind(value);
        else if (name == "source")
            readSource(value);
        else if (name == "metadata")
            readMetadata(value);
        else if (name == "execution_count")
            readExecutionCount(value);
        else if (name == "id")
            m_cell.fileId = JsonText::toString(value);
        else
            m_cell.otherFields += m_file.sliceOf({rawName.data(), value.data() + value.size()});
    }

    void readKind(QByteArrayView value)
    {
        m_hasKind = true;
        const QString name = JsonText::toString(value);
        if (name == QLatin1String("code"))
            m_cell.kind = CellKind::Code;
        else if (name == QLatin1String("markdown"))
            m_cell.kind = CellKind::Markdown;
        else
            m_cell.kind = CellKind::Raw;
        if (m_cell.kind == CellKind::Raw && name != QLatin1String("raw"))
            m_faults
                += QStringLiteral("unknown cell_type %1")
                       .arg(QString::fromUtf8(value.first(std::min<qsizetype>(value.size(), 40))));
    }

    void readSource(QByteArrayView value)
    {
        m_hasSource = true;
        const auto text = JsonText::toJoinedString(value);
        m_cell.source = text.value_or(QString());
        if (!text)
            m_faults += QStringLiteral("source is neither text nor a list of texts");
    }

    void readMetadata(QByteArrayView value)
    {
        if (value.front() == '{')
            m_cell.metadata = value.toByteArray();
        else
            m_faults += QStringLiteral("metadata is no object");
    }

    void readExecutionCount(QByteArrayView value)
    {
        m_cell.executionCount = JsonText::toInt(value);
        if (!m_cell.executionCount && value != "null")
            m_faults += QStringLiteral("execution_count is no whole number");
    }

    void readOutputs()
    {
        m_cell.outputs.clear();
        if (m_cursor.peek() != JsonCursor::Kind::Array) {
            m_cursor.takeValue();
            m_faults += QStringLiteral("outputs is no list");
            return;
        }
        m_cursor.enterArray();
        while (m_cursor.nextElement()) {
            const QByteArrayView output = m_cursor.takeValue();
            if (!m_cursor.fault())
                m_cell.outputs += Output::fromJson(m_file.sliceOf(output));
        }
    }

    void checkWhatIsMissing()
    {
        if (!m_hasKind) {
            m_cell.kind = CellKind::Raw;
            m_faults += QStringLiteral("no cell_type");
        }
        if (!m_hasSource)
            m_faults += CellReader::noSourceFault();
    }

    JsonCursor &m_cursor;
    const ByteSlice &m_file;
    QStringList &m_faults;
    Cell m_cell;
    bool m_hasKind = false;
    bool m_hasSource = false;
};

} // namespace

Cell CellReader::read(JsonCursor &cursor, const ByteSlice &file, QStringList &faults)
{
    const bool isObject = cursor.peek() == JsonCursor::Kind::Object;
    const char *start = cursor.position();
    Cell cell;
    if (isObject) {
        cell = CellFields(cursor, file, faults).read();
    } else {
        cell.kind = CellKind::Raw;
        cursor.takeValue();
        faults += QStringLiteral("not an object");
    }
    if (!cursor.fault())
        cell.originalJson = file.sliceOf({start, cursor.position()});
    return cell;
}

Cell CellReader::readOriginal(const ByteSlice &originalJson)
{
    JsonCursor cursor(originalJson.view());
    QStringList faults;
    return read(cursor, originalJson, faults);
}

} // namespace sessionbook
