#include "notebook/ipynb/IpynbReader.h"

#include "notebook/ipynb/CellReader.h"
#include "notebook/ipynb/FileStyleDetector.h"
#include "notebook/ipynb/LegacyUpgrade.h"
#include "notebook/json/JsonCursor.h"
#include "notebook/json/JsonFaultPlace.h"
#include "notebook/json/JsonText.h"
#include "notebook/json/Utf8.h"

#include <QSet>

namespace sessionbook {

namespace {

constexpr int maxFaults = 100;

QString kindName(JsonCursor::Kind kind)
{
    switch (kind) {
    case JsonCursor::Kind::Object:
        return QStringLiteral("an object");
    case JsonCursor::Kind::Array:
        return QStringLiteral("a list");
    case JsonCursor::Kind::String:
        return QStringLiteral("a text");
    case JsonCursor::Kind::Number:
        return QStringLiteral("a number");
    default:
        return QStringLiteral("a single value");
    }
}

/// The top level of the file while it is read, in whatever order the fields come.
class FileFields
{
public:
    explicit FileFields(const QByteArray &bytes)
        : m_file(bytes)
        , m_startsWithMark(QByteArrayView(bytes).startsWith(Utf8::byteOrderMark))
        , m_cursor(m_startsWithMark ? m_file.view().sliced(Utf8::byteOrderMark.size())
                                    : m_file.view())
    {
        m_data.origin.text = m_file;
        m_data.formatMinor = 0;
    }

    Result<NotebookData> read()
    {
        const JsonCursor::Kind kind = m_cursor.peek();
        if (kind == JsonCursor::Kind::Object)
            readMembers();
        else
            m_cursor.takeValue();
        if (!m_cursor.atEnd())
            return invalidJson();
        if (kind != JsonCursor::Kind::Object)
            return notANotebook(kindName(kind));
        return checked();
    }

private:
    void readMembers()
    {
        m_cursor.enterObject();
        while (m_cursor.nextMember()) {
            const QByteArrayView rawName = m_cursor.key();
            const QByteArray name = JsonText::toUtf8(rawName);
            if (name == "cells" && m_cursor.peek() == JsonCursor::Kind::Array)
                readCells();
            else
                readField(name, rawName, m_cursor.takeValue());
            m_namesCells |= name == "cells";
        }
    }

    void readCells()
    {
        m_hasCells = true;
        m_data.cells.clear();
        m_data.origin.cellsBegin = m_cursor.position() - m_file.view().data();
        m_cursor.enterArray();
        while (m_cursor.nextElement()) {
            QStringList faults;
            m_data.cells += CellReader::read(m_cursor, m_file, faults);
            m_isAnyCellOfFormat4 |= !faults.contains(CellReader::noSourceFault());
            for (const QString &fault : std::as_const(faults))
                addFault(QStringLiteral("cell %1: %2").arg(m_data.cells.size()).arg(fault));
        }
        m_data.origin.cellsEnd = m_cursor.position() - m_file.view().data();
    }

    void readField(const QByteArray &name, QByteArrayView rawName, QByteArrayView value)
    {
        if (m_cursor.fault())
            return;
        if (name == "nbformat")
            m_major = JsonText::toInt(value);
        else if (name == "nbformat_minor")
            m_minor = JsonText::toInt(value);
        else if (name == "metadata" && value.startsWith('{'))
            m_data.metadata = value.toByteArray();
        else
            m_data.otherFields += m_file.sliceOf({rawName.data(), value.data() + value.size()});
        m_hasNbformat |= name == "nbformat";
    }

    Result<NotebookData> checked()
    {
        if (!m_hasNbformat && !m_hasCells)
            return notANotebook(QStringLiteral("an object without \"nbformat\" and \"cells\""));
        if (m_namesCells && !m_hasCells)
            return notANotebook(QStringLiteral("an object whose \"cells\" is no list"));
        if (m_hasNbformat && !m_major)
            return notANotebook(QStringLiteral("an object whose \"nbformat\" is no number"));
        const int major = m_major.value_or(impliedMajor());
        if (major < 1)
            return notANotebook(QStringLiteral("an object whose \"nbformat\" is %1").arg(major));
        if (major > 4)
            return unsupported();
        if (major < 4)
            return upgraded(major);
        m_data.formatMinor = m_minor.value_or(0);
        m_data.origin.formatMinor = m_data.formatMinor;
        m_data.origin.metadata = m_data.metadata;
        m_data.origin.otherFields = m_data.otherFields;
        listFaults();
        m_data.style = FileStyleDetector::styleOf(m_data.origin, m_cursor.sawUnicodeEscape());
        return std::move(m_data);
    }

    NotebookData upgraded(int major)
    {
        const QByteArrayView object = m_file.view();
        const FileStyle style
            = FileStyleDetector::styleOf(m_data.origin, m_cursor.sawUnicodeEscape());
        m_data = LegacyUpgrade::upgraded(
            object.sliced(m_startsWithMark ? Utf8::byteOrderMark.size() : 0), major);
        m_data.upgradedText = m_file;
        // What IPython wrote on one line, and its escapes, nobody chose.
        if (!style.indent.isEmpty()) {
            m_data.style.indent = style.indent;
            m_data.style.lineEnd = style.lineEnd;
        }
        return std::move(m_data);
    }

    /// Files of format 1 name no format, nor do some of format 4 that tools wrote; only the latter
    /// have sources.
    int impliedMajor() const { return m_data.cells.isEmpty() || m_isAnyCellOfFormat4 ? 4 : 1; }

    void listFaults()
    {
        if (m_startsWithMark)
            addFault(QStringLiteral("the file starts with a byte order mark"));
        if (!m_hasNbformat)
            addFault(QStringLiteral("no nbformat; taken as 4"));
        if (!m_minor)
            addFault(QStringLiteral("no nbformat_minor; taken as 0"));
        if (!m_hasCells)
            addFault(QStringLiteral("no list of cells"));
        if (m_data.metadata.isEmpty())
            addFault(QStringLiteral("no metadata"));
        if (m_cursor.sawNonFiniteNumber())
            addFault(QStringLiteral("NaN or Infinity, which are not JSON"));
        listIdFaults();
    }

    void listIdFaults()
    {
        if (m_data.formatMinor < 5)
            return;
        QSet<QString> seen;
        for (qsizetype i = 0; i < m_data.cells.size(); ++i) {
            const QString &id = m_data.cells.at(i).fileId;
            if (id.isEmpty())
                addFault(QStringLiteral("cell %1: no id").arg(i + 1));
            else if (seen.contains(id))
                addFault(QStringLiteral("cell %1: the id of another cell").arg(i + 1));
            seen.insert(id);
        }
    }

    void addFault(const QString &fault)
    {
        if (m_data.faults.size() < maxFaults)
            m_data.faults += fault;
    }

    Error invalidJson() const
    {
        JsonFault fault = m_cursor.fault().value_or(JsonFault{});
        if (m_startsWithMark)
            fault.offset += Utf8::byteOrderMark.size();
        return JsonFaultPlace::error(m_file.view(), fault);
    }

    static Error notANotebook(const QString &found)
    {
        return {ErrorKind::NotANotebook, QStringLiteral("found %1").arg(found)};
    }

    Error unsupported() const
    {
        QString version = QString::number(*m_major);
        if (m_minor)
            version += QStringLiteral(".%1").arg(*m_minor);
        return {ErrorKind::UnsupportedFormat, QStringLiteral("nbformat %1").arg(version)};
    }

    ByteSlice m_file;
    bool m_startsWithMark;
    JsonCursor m_cursor;
    NotebookData m_data;
    std::optional<int> m_major;
    std::optional<int> m_minor;
    bool m_hasNbformat = false;
    bool m_hasCells = false;
    bool m_namesCells = false; ///< as a list or as anything else
    bool m_isAnyCellOfFormat4 = false;
};

} // namespace

Result<NotebookData> IpynbReader::read(const QByteArray &bytes)
{
    if (QByteArrayView(bytes).trimmed().isEmpty())
        return Error{ErrorKind::EmptyFile, QStringLiteral("%1 bytes").arg(bytes.size())};
    if (!JsonText::isValidUtf8(bytes))
        return JsonFaultPlace::error(
            bytes, {JsonFaultPlace::firstInvalidUtf8(bytes), QStringLiteral("not UTF-8")});
    return FileFields(bytes).read();
}

} // namespace sessionbook
