#include "export/MarkdownExport.h"

#include "export/ExportStream.h"
#include "export/MarkdownFence.h"
#include "export/MarkdownText.h"
#include "notebook/NotebookLanguage.h"
#include "outputs/Attachments.h"
#include "outputs/DataAddress.h"
#include "outputs/OutputDocument.h"

#include <QIODevice>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

/// One walk through a cell's outputs, in the order of OutputDocument.
class OutputsText
{
public:
    OutputsText(ExportStream &out, qsizetype cellNumber)
        : m_out(out)
        , m_cellNumber(cellNumber)
    {
    }

    /// Mathematics, which Markdown shows better than a terminal does, parts the outputs into
    /// stretches.
    void write(const QList<Output> &outputs)
    {
        QList<Output> stretch;
        for (const Output &output : outputs) {
            const QString mathematics = MarkdownText::mathematicsOf(output);
            if (mathematics.isEmpty()) {
                stretch += output;
                continue;
            }
            writeStretch(std::exchange(stretch, {}));
            m_out << "\n" << mathematics;
        }
        writeStretch(stretch);
    }

    /// The definitions of the pictures that write() referred to.
    void writePictures(const QList<Output> &outputs)
    {
        for (const OutputBlock &block : OutputDocument::from(outputs).blocks) {
            const auto *image = std::get_if<ImageBlock>(&block);
            const QByteArray address
                = image ? DataAddress::ofPicture(image->mimeType, image->data) : QByteArray();
            if (!address.isEmpty())
                m_out << "\n[" << nextLabel() << "]: " << address << "\n";
        }
    }

    [[nodiscard]] bool hasPictures() const { return m_pictures > 0; }

private:
    QString nextLabel() { return u"output-%1-%2"_s.arg(m_cellNumber).arg(++m_pictures); }

    void writeStretch(const QList<Output> &outputs)
    {
        for (const OutputBlock &block : OutputDocument::from(outputs).blocks)
            std::visit([this](const auto &content) { writeBlock(content); }, block);
    }

    void writeBlock(const TextBlock &block)
    {
        if (!block.text.plain.isEmpty())
            m_out << "\n" << MarkdownFence::around(block.text.plain);
    }

    void writeBlock(const ImageBlock &block)
    {
        if (DataAddress::ofPicture(block.mimeType, block.data).isEmpty())
            m_out << "\n" << MarkdownFence::around(block.alternativeText);
        else
            m_out << "\n![" << MarkdownText::escaped(block.alternativeText.section(u'\n', 0, 0))
                  << "][" << nextLabel() << "]\n";
    }

    void writeBlock(const HtmlBlock &block) { m_out << "\n" << MarkdownText::ofMarkup(block); }

    void writeBlock(const ErrorBlock &block)
    {
        const QString &traceback = block.traceback.plain;
        m_out << "\n"
              << MarkdownFence::around(traceback.trimmed().isEmpty()
                                           ? block.name + u": "_s + block.message
                                           : traceback);
    }

    ExportStream &m_out;
    qsizetype m_cellNumber;
    int m_pictures = 0;
};

class Writing
{
public:
    Writing(const NotebookData &notebook, QIODevice &device)
        : m_notebook(notebook)
        , m_out(device)
        , m_language(NotebookLanguage::of(notebook.metadata))
    {
    }

    Result<void> run()
    {
        for (qsizetype i = 0; i < m_notebook.cells.size() && m_out.result(); ++i)
            writeCell(i);
        // Pictures are made a second time rather than kept: all of them may be larger than memory
        // should be.
        for (const qsizetype i : std::as_const(m_pictured))
            writePictures(i);
        return m_out.result();
    }

private:
    void writeCell(qsizetype index)
    {
        const Cell &cell = m_notebook.cells.at(index);
        if (cell.source.trimmed().isEmpty() && cell.outputs.isEmpty())
            return;
        if (std::exchange(m_isBegun, true))
            m_out << "\n";
        switch (cell.kind) {
        case CellKind::Code:
            return writeCode(cell, index);
        case CellKind::Markdown:
            return writeMarkdown(cell, index);
        case CellKind::Raw:
            m_out << MarkdownFence::around(cell.source);
        }
    }

    void writeCode(const Cell &cell, qsizetype index)
    {
        m_out << MarkdownFence::around(cell.source, m_language);
        OutputsText outputs(m_out, index + 1);
        outputs.write(cell.outputs);
        if (outputs.hasPictures())
            m_pictured += index;
    }

    void writeMarkdown(const Cell &cell, qsizetype index)
    {
        const Attachments attachments = Attachments::of(cell);
        m_out << MarkdownFence::closed(
            MarkdownText::withAttachments(cell.source, attachments, labelsOf(attachments, index)));
        if (!attachments.dataAddresses().isEmpty())
            m_pictured += index;
    }

    static MarkdownText::Labels labelsOf(const Attachments &attachments, qsizetype index)
    {
        QStringList names = attachments.dataAddresses().keys();
        names.sort();
        MarkdownText::Labels labels;
        for (const QString &name : std::as_const(names))
            labels.insert(name, u"attachment-%1-%2"_s.arg(index + 1).arg(labels.size() + 1));
        return labels;
    }

    void writePictures(qsizetype index)
    {
        const Cell &cell = m_notebook.cells.at(index);
        if (cell.kind == CellKind::Code)
            return OutputsText(m_out, index + 1).writePictures(cell.outputs);
        const Attachments attachments = Attachments::of(cell);
        const MarkdownText::Labels labels = labelsOf(attachments, index);
        const QString text = MarkdownText::withAttachments(cell.source, attachments, labels);
        for (const auto &[name, label] : labels.asKeyValueRange()) {
            if (text.contains("]["_L1 + label + u']')) // the others stand in the text, or nowhere
                m_out << "\n[" << label << "]: " << attachments.dataAddresses().value(name) << "\n";
        }
    }

    const NotebookData &m_notebook;
    ExportStream m_out;
    QString m_language;
    QList<qsizetype> m_pictured;
    bool m_isBegun = false;
};

} // namespace

Result<void> MarkdownExport::write(const NotebookData &notebook, QIODevice &device)
{
    return Writing(notebook, device).run();
}

} // namespace sessionbook
