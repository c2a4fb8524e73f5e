#pragma once

#include "dialogs/Dialogs.h"
#include "dialogs/pools/PoolChooserRequest.h"

#include <QDialog>

class QListView;
class QStackedWidget;

namespace sessionbook {

class PoolChooserFoot;
class PoolChooserHead;
class PoolListModel;
class PoolNotice;
struct PoolRow;

/// Chooses a pool: favourites and those used lately, and all that Azure shows to who is signed in.
/// An address that is pasted into the search leads to the dialog for addresses. Accepted: choice().
class PoolChooserDialog : public QDialog
{
    Q_OBJECT
public:
    /// `dialogs` asks what goes beyond the list.
    PoolChooserDialog(Dialogs &dialogs, const PoolChooserRequest &request, const Theme &theme,
                      QWidget *parent = nullptr);
    ~PoolChooserDialog() override;

    [[nodiscard]] const PoolChoice &choice() const { return m_choice; }

private:
    QWidget *newHead(const Theme &theme);
    QWidget *newList(const Theme &theme);
    QWidget *newFoot();

    void search(const QString &text);
    void followDirectory();
    void showNotice();
    void showCurrent();
    void select(const QUrl &pool);
    [[nodiscard]] std::optional<PoolRow> current() const;
    [[nodiscard]] QString problem() const;

    void connectToCurrent();
    void enterAddress(const QUrl &address);
    void createPool();
    void askToDelete();
    void followRemovals();
    void askForUseSoon();
    void askForUse();
    void finishWith(const PoolChoice &choice);

    Dialogs &m_dialogs;
    PoolChooserRequest m_request;
    PoolListModel *m_model = nullptr;
    QString m_problem; ///< of the last deletion; empty where it went well
    QUrl m_selected; ///< kept while the list is filled anew
    PoolChoice m_choice;

    PoolChooserHead *m_head = nullptr;
    QStackedWidget *m_pages = nullptr;
    QListView *m_list = nullptr;
    PoolNotice *m_emptyPage = nullptr;
    PoolChooserFoot *m_foot = nullptr;
};

} // namespace sessionbook
