#include "notebook/ipynb/LegacyUpgrade.h"

#include "notebook/ipynb/LegacyCell.h"
#include "notebook/json/JsonCursor.h"
#include "notebook/json/JsonFields.h"
#include "notebook/json/JsonText.h"

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxFaults = 100;

class NotebookUpgrade
{
public:
    NotebookUpgrade(QByteArrayView object, int formatMajor)
        : m_fields(object)
        , m_major(formatMajor)
    {
    }

    NotebookData upgraded()
    {
        m_data.upgradedFrom = m_major;
        // Early files of format 2 hold their name here.
        for (const QString &name : {u"nbformat"_s, u"nbformat_minor"_s, u"orig_nbformat"_s,
                                    u"orig_nbformat_minor"_s, u"name"_s})
            m_fields.take(name);
        takeMetadata();
        takeWorksheets();
        takeCells(m_fields.take(u"cells"_s));
        keepTheRest();
        return m_data;
    }

private:
    void takeMetadata()
    {
        const QByteArray metadata = m_fields.take(u"metadata"_s);
        if (m_major > 1 && !metadata.startsWith('{'))
            addFault(u"no metadata"_s);
        JsonFields kept(metadata);
        // The name is the file's; the others tell about one computer and are never written.
        for (const QString &name :
             {u"name"_s, u"signature"_s, u"orig_nbformat"_s, u"orig_nbformat_minor"_s})
            kept.take(name);
        m_data.metadata = kept.toJson();
    }

    void takeWorksheets()
    {
        const QByteArray worksheets = m_fields.take(u"worksheets"_s);
        JsonCursor cursor(worksheets);
        if (cursor.peek() != JsonCursor::Kind::Array) {
            if (m_major > 1)
                addFault(u"no worksheets"_s);
            return;
        }
        cursor.enterArray();
        while (cursor.nextElement()) {
            const QByteArrayView sheet = cursor.takeValue();
            const QByteArray cells = JsonFields(sheet).take(u"cells"_s);
            if (!cells.startsWith('['))
                addFault(u"a worksheet without cells"_s);
            takeCells(cells);
        }
    }

    void takeCells(const QByteArray &cells)
    {
        JsonCursor cursor(cells);
        if (cursor.peek() != JsonCursor::Kind::Array)
            return;
        cursor.enterArray();
        while (cursor.nextElement()) {
            QStringList faults;
            m_data.cells += LegacyCell::upgraded(cursor.takeValue(), m_major, faults);
            for (const QString &fault : std::as_const(faults))
                addFault(u"cell %1: %2"_s.arg(m_data.cells.size()).arg(fault));
        }
    }

    void keepTheRest()
    {
        const QMap<QString, QByteArray> &rest = m_fields.all();
        for (auto field = rest.cbegin(); field != rest.cend(); ++field)
            m_data.otherFields
                += ByteSlice(JsonText::fromString(field.key()) + ": " + field.value());
    }

    void addFault(const QString &fault)
    {
        if (m_data.faults.size() < maxFaults)
            m_data.faults += fault;
    }

    JsonFields m_fields;
    NotebookData m_data;
    int m_major;
};

} // namespace

NotebookData LegacyUpgrade::upgraded(QByteArrayView object, int formatMajor)
{
    return NotebookUpgrade(object, formatMajor).upgraded();
}

} // namespace sessionbook
