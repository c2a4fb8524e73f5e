#pragma once

#include <QCoreApplication>
#include <QString>

namespace sessionbook {

/// Words why nobody could sign in, or no token could be had, and what to do about it.
class SignInText
{
    Q_DECLARE_TR_FUNCTIONS(sessionbook::SignInText)
public:
    /// A sentence for the code of a SourceFailure, or of a RestError of the kind NoCredential:
    /// Entra's "AADSTS…", an OAuth word, or one of our own. A general one for any other number of
    /// Entra's; empty for what is not known.
    [[nodiscard]] static QString of(const QString &code);
};

} // namespace sessionbook
