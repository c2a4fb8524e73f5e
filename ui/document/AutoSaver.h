#pragma once

#include <QObject>

namespace sessionbook {

class Clock;
class NotebookController;
class SettingsStore;

/// Saves the document by itself where the setting says so: some seconds after the first change that
/// is not saved, or when the window loses the focus. Never asks anything, never saves what has no
/// file yet or waits for a decision; a save of a person comes first.
class AutoSaver : public QObject
{
    Q_OBJECT
public:
    AutoSaver(NotebookController &document, SettingsStore &settings, Clock &clock,
              QObject *parent = nullptr);

    void focusLost();

private:
    void schedule();
    void elapsed();
    void save();

    NotebookController &m_document;
    SettingsStore &m_settings;
    Clock &m_clock;
    quint64 m_scheduled = 0; ///< the newest waiting; older ones do nothing
    bool m_isScheduled = false;
};

} // namespace sessionbook
