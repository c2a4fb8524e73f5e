#pragma once

#include <QTranslator>

namespace sessionbook {

/// The words of the program and of Qt in the user's language, where we have them (":/i18n"). Lives
/// as long as the application.
class Translations
{
public:
    void install();

private:
    QTranslator m_qt;
    QTranslator m_own;
};

} // namespace sessionbook
