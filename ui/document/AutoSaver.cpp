#include "document/AutoSaver.h"

#include "base/Clock.h"
#include "document/NotebookController.h"
#include "notebook/Notebook.h"
#include "settings/Settings.h"
#include "settings/SettingsStore.h"

#include <QApplication>

namespace sessionbook {

AutoSaver::AutoSaver(NotebookController &document, SettingsStore &settings, Clock &clock,
                     QObject *parent)
    : QObject(parent)
    , m_document(document)
    , m_settings(settings)
    , m_clock(clock)
{
    connect(&document, &NotebookController::documentChanged, this, &AutoSaver::schedule);
    connect(&settings, &SettingsStore::changed, this, [this](const QString &key) {
        if (key != settings::autosave.key)
            return;
        m_isScheduled = false; // another time counts from now
        schedule();
    });
}

void AutoSaver::focusLost()
{
    if (m_settings.value(settings::autosave) == settings::autosaveOnFocusLost)
        save();
}

/// Not while a question stands: it may be whether to save at all.
void AutoSaver::save()
{
    if (!QApplication::activeModalWidget())
        m_document.saveUnasked();
}

void AutoSaver::schedule()
{
    const int seconds = m_settings.value(settings::autosave).toInt();
    if (m_isScheduled || seconds <= 0 || !m_document.notebook().isModified())
        return;
    m_isScheduled = true;
    m_clock.callAfter(std::chrono::seconds(seconds), this, [this, number = ++m_scheduled] {
        if (m_isScheduled && number == m_scheduled)
            elapsed();
    });
}

void AutoSaver::elapsed()
{
    m_isScheduled = false;
    save();
    schedule(); // where it could not be saved now, perhaps then
}

} // namespace sessionbook
