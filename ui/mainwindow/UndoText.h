#pragma once

#include <QCoreApplication>
#include <QString>

namespace sessionbook {

/// The words of the Edit menu for a step of the undo history: core names steps by English keys
/// (notebook/undo/UndoNames.h).
class UndoText
{
    Q_DECLARE_TR_FUNCTIONS(sessionbook::UndoText)
public:
    [[nodiscard]] static QString undo(const QString &key);
    [[nodiscard]] static QString redo(const QString &key);

private:
    static QString step(const QString &key);
};

} // namespace sessionbook
