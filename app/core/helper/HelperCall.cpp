#include "helper/HelperCall.h"

#include "helper/HelperNames.h"
#include "helper/HelperSource.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

const QString root = u"/mnt/data"_s;

QString base64(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toBase64());
}

QString base64(const QJsonObject &object)
{
    return base64(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

/// A comment that the helper reads before the kernel does, and what happens where it does not.
QString call(const QString &id, const QJsonObject &what)
{
    return u"#sessionbook:call:%1\nprint('[sessionbook:%2:missing]')"_s.arg(base64(what), id);
}

/// UTF-8 has no lone surrogates, which a source may hold all the same.
QJsonObject encoded(const QString &code)
{
    if (code.isValidUtf16())
        return {{u"code"_s, base64(code.toUtf8())}, {u"encoding"_s, u"utf-8"_s}};
    const QByteArray units(reinterpret_cast<const char *>(code.utf16()), code.size() * 2);
    return {{u"code"_s, base64(units)}, {u"encoding"_s, u"utf-16-le"_s}};
}

} // namespace

QString HelperCall::newId()
{
    return QUuid::createUuid().toString(QUuid::Id128);
}

QString HelperCall::install(const QString &id)
{
    const HelperSource &source = HelperSource::get();
    const QJsonObject given{{u"sources"_s, source.modules},
                            {u"version"_s, source.version},
                            {u"root"_s, root},
                            {u"prefixes"_s, QJsonArray::fromStringList(HelperNames::prefixes())},
                            {u"call"_s, id}};
    // One expression without a name of its own, so that nothing of it stays in the user's names.
    return u"#sessionbook:install\n"
           "exec(__import__('base64').b64decode('%1').decode('utf-8'), {'__name__': 'sessionbook', "
           "'given': __import__('json').loads(__import__('base64').b64decode('%2').decode('utf-8'))})"_s
               .arg(base64(source.installer.toUtf8()), base64(given));
}

QString HelperCall::run(const Run &run)
{
    QJsonObject what = encoded(run.code);
    what.insert(u"do"_s, u"run"_s);
    what.insert(u"run"_s, run.id);
    what.insert(u"prefix"_s, run.prefix);
    what.insert(u"room"_s, run.room);
    what.insert(u"interrupt"_s, HelperNames::interrupt(run.id));
    return call(run.id, what);
}

QString HelperCall::repeat(const QString &id, const QString &run, int room)
{
    return call(id,
                {{u"do"_s, u"read"_s},
                 {u"call"_s, id},
                 {u"run"_s, run},
                 {u"segment"_s, QJsonValue::Null},
                 {u"room"_s, room}});
}

QString HelperCall::piece(const QString &id, const Piece &piece)
{
    return call(id,
                {{u"do"_s, u"read"_s},
                 {u"call"_s, id},
                 {u"run"_s, piece.run},
                 {u"segment"_s, piece.segment},
                 {u"offset"_s, piece.offset},
                 {u"room"_s, piece.room}});
}

QString HelperCall::interruptFromOutside(const QString &run)
{
    return u"open('%1/%2', 'w').close()"_s.arg(root, HelperNames::interrupt(run));
}

} // namespace sessionbook
