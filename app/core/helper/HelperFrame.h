#pragma once

#include <QJsonObject>
#include <QString>

namespace sessionbook {

/// What a call's reply carries on standard output, among what others may have printed there. A
/// value; reading it is pure and takes any text.
struct HelperFrame
{
    enum class State {
        Absent, ///< the helper said nothing
        Missing, ///< there is no helper: nothing of the call was done
        Refused, ///< it could not be installed; payload["reason"] says why
        Broken, ///< it was cut off or changed on its way
        Whole
    };

    State state = State::Absent;
    QJsonObject payload = {};
    QString rest; ///< the text around it

    [[nodiscard]] static HelperFrame in(const QString &standardOutput, const QString &call);
};

} // namespace sessionbook
