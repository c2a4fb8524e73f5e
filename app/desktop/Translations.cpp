#include "Translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace sessionbook {

void Translations::install()
{
    const QLocale locale;
    if (m_qt.load(locale, u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
    // English too: its file holds the plural forms.
    if (m_own.load(locale, u"sessionbook"_s, u"_"_s, u":/i18n"_s)
        || m_own.load(u":/i18n/sessionbook_en.qm"_s))
        QCoreApplication::installTranslator(&m_own);
}

} // namespace sessionbook
