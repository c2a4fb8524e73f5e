#pragma once

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

namespace sessionbook {

/// One document that can be recovered, in words.
struct RecoveryOffer
{
    QString name = {};
    QString place = {}; ///< the file's folder, or that there is no file yet
    QDateTime changedAt = {};
    QString summary = {}; ///< "2 changed cells, 1 new cell"
    QString note = {}; ///< what has to be known about the file; may be empty
    QStringList differences = {}; ///< from the saved file, a line each
};

enum class RecoveryAction { Recover, Discard, Later };

struct RecoveryChoice
{
    RecoveryAction action = RecoveryAction::Later;
    QList<int> offers = {}; ///< those that it is for; the others wait
};

} // namespace sessionbook
