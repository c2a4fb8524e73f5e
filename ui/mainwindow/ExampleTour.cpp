#include "mainwindow/ExampleTour.h"

#include "notebook/ipynb/IpynbReader.h"

#include <QFile>

using namespace Qt::StringLiterals;

// Q_INIT_RESOURCE declares its function where it stands, so it must not stand inside a namespace.
static void registerExamples()
{
    Q_INIT_RESOURCE(examples);
}

namespace sessionbook {

namespace {

QByteArray contentOf(const QString &name)
{
    registerExamples();
    QFile file(u":/examples/"_s + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

Result<NotebookData> ExampleTour::notebook()
{
    return IpynbReader::read(contentOf(u"tour.ipynb"_s));
}

Result<QString> ExampleTour::dataFile()
{
    const QString name = u"important_data.json"_s;
    QFile file(m_directory.filePath(name));
    const QByteArray content = contentOf(name);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.flush())
        return Error{ErrorKind::WriteFailed, file.errorString(), file.fileName()};
    return file.fileName();
}

} // namespace sessionbook
