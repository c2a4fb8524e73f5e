#pragma once

#include "document/ProgramServices.h"
#include "notebook/recovery/OrphanJournals.h"
#include "notebook/recovery/RecoveredDocument.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>
#include <vector>

namespace sessionbook {

class MainWindow;

/// A document that a program left behind, with its journal, which is ours as long as we hold it.
struct OrphanDocument
{
    std::shared_ptr<OrphanJournal> journal;
    RecoveredDocument document;
};

/// Looks for journals of programs that ended suddenly and asks what is to become of them. What
/// differs in nothing from the saved file is cleared away without a word.
///
/// Looks on a worker thread. A journal is removed when it was discarded, or when the recovered
/// document is journalled anew; whatever else happens, it waits for the next time.
class RecoveryFlow : public QObject
{
    Q_OBJECT
public:
    explicit RecoveryFlow(const ProgramServices &services, QObject *parent = nullptr);

    /// Everything there is, asked in `window`.
    void offerAll(MainWindow &window);
    /// What belongs to a file that was opened.
    void offerFor(const QString &path, MainWindow &window);

signals:
    /// To be shown: in `window` where it is free, else in a new one.
    void recovered(const sessionbook::OrphanDocument &orphan, sessionbook::MainWindow *window);

private:
    using Orphans = std::vector<OrphanDocument>;

    void look(std::function<Orphans()> search, MainWindow &window);
    void ask(const Orphans &orphans, MainWindow &window);
    void discard(const Orphans &orphans, const QList<int> &chosen, MainWindow &window);

    const ProgramServices &m_services;
};

} // namespace sessionbook
