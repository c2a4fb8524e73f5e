#include "credentials/TokenQuery.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sessionbook {

QString TokenQuery::scope() const
{
    return audience + u"/.default"_s;
}

QString poolAudience()
{
    return u"https://dynamicsessions.io"_s;
}

bool isUsableAudience(const QString &audience)
{
    static const QRegularExpression pattern(u"\\A[0-9a-zA-Z_.:/][0-9a-zA-Z_.:/-]*\\z"_s);
    return pattern.match(audience).hasMatch();
}

bool isUsableTenant(const QString &tenant)
{
    static const QRegularExpression pattern(u"\\A[0-9a-zA-Z.][0-9a-zA-Z.-]*\\z"_s);
    // "." and ".." would climb in the address that a tenant is a part of.
    return pattern.match(tenant).hasMatch() && tenant.count(u'.') != tenant.size();
}

} // namespace sessionbook
