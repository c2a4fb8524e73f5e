#pragma once

#include <QString>

namespace sessionbook {

/// Why a source has no token.
struct SourceFailure
{
    enum class Then {
        AskNext, ///< the source is not set up here: another may have one
        Stop ///< it is set up and was refused: another account's token would only hide that
    };

    QString reason; ///< one line, technical, untranslated, without secrets
    QString code = {}; ///< what wording/SignInText knows, such as "AADSTS7000215"; often empty
    Then then = Then::AskNext;

    [[nodiscard]] static SourceFailure unavailable(const QString &reason, const QString &code = {})
    {
        return {reason, code, Then::AskNext};
    }
    [[nodiscard]] static SourceFailure refused(const QString &reason, const QString &code = {})
    {
        return {reason, code, Then::Stop};
    }

    bool operator==(const SourceFailure &) const = default;
};

} // namespace sessionbook
