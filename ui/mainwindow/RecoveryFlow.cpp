#include "mainwindow/RecoveryFlow.h"

#include "dialogs/Dialogs.h"
#include "mainwindow/MainWindow.h"
#include "document/RecoveryText.h"

#include <QFutureWatcher>
#include <QtConcurrent>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

std::vector<OrphanDocument> documentsOf(const std::vector<std::shared_ptr<OrphanJournal>> &journals)
{
    std::vector<OrphanDocument> documents;
    for (const auto &journal : journals) {
        auto document = RecoveredDocument::from(journal->content(), journal->copyPath());
        if (document.saysWhatTheFileSays())
            journal->remove(); // its program ended between saving and removing it
        else
            documents.push_back({journal, std::move(document)});
    }
    return documents;
}

} // namespace

RecoveryFlow::RecoveryFlow(const ProgramServices &services, QObject *parent)
    : QObject(parent)
    , m_services(services)
{
}

void RecoveryFlow::offerAll(MainWindow &window)
{
    look([] { return documentsOf(OrphanJournals::claimAll()); }, window);
}

void RecoveryFlow::offerFor(const QString &path, MainWindow &window)
{
    look([path] { return documentsOf(OrphanJournals::claimFor(path)); }, window);
}

void RecoveryFlow::look(std::function<Orphans()> search, MainWindow &window)
{
    auto *watcher = new QFutureWatcher<Orphans>(this);
    connect(watcher, &QFutureWatcher<Orphans>::finished, this,
            [this, watcher, window = QPointer(&window)] {
                watcher->deleteLater();
                const Orphans orphans = watcher->result();
                if (window && !orphans.empty())
                    ask(orphans, *window);
            });
    watcher->setFuture(QtConcurrent::run(std::move(search)));
}

void RecoveryFlow::ask(const Orphans &orphans, MainWindow &window)
{
    QList<RecoveryOffer> offers;
    for (const OrphanDocument &orphan : orphans)
        offers += RecoveryText::of(orphan.document, orphan.journal->changedAt());
    m_services.dialogs.offerRecovery(
        &window, offers, [this, orphans, window = QPointer(&window)](const RecoveryChoice &choice) {
            if (choice.action == RecoveryAction::Discard && window)
                return discard(orphans, choice.offers, *window);
            if (choice.action == RecoveryAction::Recover) {
                for (const int index : choice.offers)
                    emit recovered(orphans.at(static_cast<size_t>(index)), window);
            }
        });
}

void RecoveryFlow::discard(const Orphans &orphans, const QList<int> &chosen, MainWindow &window)
{
    m_services.dialogs.confirm(
        &window,
        {.title = tr("Discard Unsaved Changes"),
         .text = tr("Discard what was not saved of %n notebook(s)? It cannot be brought back.",
                    nullptr, static_cast<int>(chosen.size())),
         .acceptText = tr("Discard"),
         .isDestructive = true},
        [this, orphans, chosen, window = QPointer(&window)](bool accepted) {
            if (!accepted && window)
                return ask(orphans, *window);
            for (const int index : accepted ? chosen : QList<int>())
                orphans.at(static_cast<size_t>(index)).journal->remove();
        });
}

} // namespace sessionbook
