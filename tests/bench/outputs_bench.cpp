// How long a notebook of many pictures takes to be shown: its outputs read, decoded, laid out. The
// same for the largest table and for a long text.
#include "notebook/files/NotebookFile.h"
#include "outputs/ImageDecoder.h"
#include "outputs/OutputDocument.h"
#include "outputview/ImageCache.h"
#include "outputview/OutputLayout.h"
#include "theme/ThemeFile.h"

#include <QElapsedTimer>
#include <QFile>
#include <QGuiApplication>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

constexpr int width = 900;

void report(const char *name, const QElapsedTimer &timer)
{
    std::printf("%s %.2f ms\n", name, double(timer.nsecsElapsed()) / 1e6);
}

QElapsedTimer started()
{
    QElapsedTimer timer;
    timer.start();
    return timer;
}

QList<OutputDocument> documentsOf(const NotebookData &notebook)
{
    QList<OutputDocument> documents;
    for (const Cell &cell : notebook.cells) {
        if (!cell.outputs.isEmpty())
            documents += OutputDocument::from(cell.outputs);
    }
    return documents;
}

void decodePictures(const QList<OutputDocument> &documents)
{
    for (const OutputDocument &document : documents) {
        for (const OutputBlock &block : document.blocks) {
            if (const auto *image = std::get_if<ImageBlock>(&block))
                (void)ImageDecoder::decode(*image);
        }
    }
}

void layOut(OutputDocument document, const Theme &theme, ImageCache &images)
{
    OutputLayout layout(std::move(document), theme, images);
    layout.setWidth(width);
}

void benchNotebook(const QString &path, const Theme &theme, ImageCache &images)
{
    const auto notebook = NotebookFile::load(path);
    if (!notebook)
        return;
    QElapsedTimer timer = started();
    const QList<OutputDocument> documents = documentsOf(notebook->data);
    report("outputs.documents_of_286_cells", timer);
    timer.restart();
    for (const OutputDocument &document : documents)
        layOut(document, theme, images);
    report("outputs.layout_of_286_cells", timer);
    timer.restart();
    for (const Cell &cell : notebook->data.cells) {
        if (cell.kind == CellKind::Markdown)
            OutputLayout::forMarkdown(cell.source, theme, images)->setWidth(width);
    }
    report("outputs.markdown_of_286_cells", timer);
    timer.restart();
    decodePictures(documents);
    report("outputs.decode_all_pictures_one_thread", timer);
}

void benchTable(const Theme &theme, ImageCache &images)
{
    const QString row = u"<tr>"_s + u"<td>1234.5</td>"_s.repeated(20) + u"</tr>"_s;
    const QByteArray html = QString("<table>"_L1 + row.repeated(250) + "</table>"_L1).toUtf8();
    const Output output = Output::display({.data = {{{u"text/html"_s, html}}},
                                           .metadata = "{}",
                                           .executionCount = {},
                                           .isResult = true});
    const QElapsedTimer timer = started();
    layOut(OutputDocument::from({output}), theme, images);
    report("outputs.table_of_5000_cells", timer);
}

void benchText(const Theme &theme, ImageCache &images)
{
    const Output output = Output::stream(
        u"stdout"_s,
        u"a \x1b[31mred\x1b[0m line of some length, as logs have\n"_s.repeated(100'000));
    const QElapsedTimer timer = started();
    layOut(OutputDocument::from({output}), theme, images);
    report("outputs.text_of_100000_lines", timer);
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication application(argc, argv);
    const auto theme = ThemeFile::builtIn(u"light"_s);
    if (!theme)
        return 1;
    ImageCache images;
    benchNotebook(QStringLiteral(SESSIONBOOK_SHARED_DIR
                                 "/notebooks/handson-ml3__09_unsupervised_learning.ipynb"),
                  *theme, images);
    benchTable(*theme, images);
    benchText(*theme, images);
    return 0;
}
