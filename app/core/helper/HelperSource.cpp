#include "helper/HelperSource.h"

#include <QCryptographicHash>
#include <QFile>

/// Outside the namespace, as Q_INIT_RESOURCE wants it: a static library's resources are not
/// registered by themselves.
static void registerHelperResources()
{
    Q_INIT_RESOURCE(helper);
}

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

QString textOf(const QString &name)
{
    QFile file(u":/helper/%1.py"_s.arg(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("The helper's source is not in the program.");
    return QString::fromUtf8(file.readAll());
}

HelperSource readSource()
{
    registerHelperResources();
    HelperSource source;
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const auto *name :
         {"messages", "outbox", "handover", "descriptors", "capture", "interrupts", "kernel"}) {
        const QString text = textOf(QLatin1StringView(name));
        source.modules.append(QJsonArray{QLatin1StringView(name), text});
        hash.addData(text.toUtf8());
    }
    source.installer = textOf(u"install"_s);
    source.version = QString::fromLatin1(hash.result().toHex().left(16));
    return source;
}

} // namespace

const HelperSource &HelperSource::get()
{
    static const HelperSource source = readSource();
    return source;
}

} // namespace sessionbook
