#include "export/HtmlExport.h"

#include "export/CellMarkup.h"
#include "export/ExportStream.h"
#include "export/PageText.h"
#include "notebook/NotebookLanguage.h"

#include <QFile>

using namespace Qt::StringLiterals;

// Q_INIT_RESOURCE declares its function where it stands, so it must not stand inside a namespace.
static void registerPage()
{
    Q_INIT_RESOURCE(page);
}

namespace sessionbook {
namespace {

QByteArray styleSheet()
{
    registerPage();
    QFile file(u":/export/page.css"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// What got past the allow-list could still do nothing: the page may neither run nor fetch.
constexpr auto policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
                        "base-uri 'none'; form-action 'none'";

void writeHead(ExportStream &out, const QString &title)
{
    out << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        << "<meta http-equiv=\"Content-Security-Policy\" content=\"" << policy << "\">\n"
        << "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        << "<meta name=\"color-scheme\" content=\"light dark\">\n"
        << "<meta name=\"referrer\" content=\"no-referrer\">\n"
        << "<meta name=\"generator\" content=\"Sessionbook " SESSIONBOOK_VERSION "\">\n"
        << "<title>" << PageText::escaped(title) << "</title>\n<style>\n"
        << styleSheet() << "</style>\n</head>\n<body>\n<main>\n";
}

} // namespace

Result<void> HtmlExport::write(const NotebookData &notebook, const QString &title,
                               QIODevice &device)
{
    ExportStream out(device);
    writeHead(out, title);
    const QString language = NotebookLanguage::of(notebook.metadata);
    for (const Cell &cell : notebook.cells) {
        if (!out.result())
            break;
        CellMarkup(out, language).write(cell);
    }
    out << "</main>\n</body>\n</html>\n";
    return out.result();
}

} // namespace sessionbook
