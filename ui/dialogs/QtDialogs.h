#pragma once

#include "dialogs/Dialogs.h"

#include <QCoreApplication>

namespace sessionbook {

class ThemeController;

/// The questions as window-modal boxes of Qt, opened without a nested event loop and deleted when
/// answered. Borrows the theme, for what shows cells.
class QtDialogs final : public Dialogs
{
    Q_DECLARE_TR_FUNCTIONS(sessionbook::QtDialogs)
public:
    explicit QtDialogs(const ThemeController &theme)
        : m_theme(theme)
    {
    }

    void askToSaveChanges(QWidget *parent, const QString &documentName,
                          Answer<SaveChoice> answer) override;
    void askAboutOutsideChange(QWidget *parent, const QString &path,
                               Answer<OutsideChangeChoice> answer) override;
    void askAboutOpenElsewhere(QWidget *parent, const QString &path, bool canGo,
                               Answer<OpenElsewhereChoice> answer) override;
    void askFilesToOpen(QWidget *parent, const QString &directory,
                        Answer<QStringList> answer) override;
    void askFilesToUpload(QWidget *parent, const QString &directory,
                          Answer<QStringList> answer) override;
    void askWhereToSave(QWidget *parent, const SaveFileRequest &request,
                        Answer<QString> answer) override;
    void askAboutConflict(QWidget *parent, const QStringList &names,
                          Answer<ConflictChoice> answer) override;
    void askToMerge(QWidget *parent, const MergeQuestion &question,
                    Answer<QList<MergeChoice>> answer) override;
    void confirm(QWidget *parent, const Confirmation &question, Answer<bool> answer) override;
    void choosePool(QWidget *parent, const PoolChooserRequest &request,
                    Answer<PoolChoice> answer) override;
    void checkAccess(QWidget *parent, const AccessCheckRequest &request) override;
    void choose(QWidget *parent, const ChoiceQuestion &question,
                Answer<ChoiceAnswer> answer) override;
    void askForPool(QWidget *parent, const PoolProfile &initial,
                    Answer<PoolChoice> answer) override;
    void askToSignIn(QWidget *parent, const SignInQuestion &question,
                     Answer<std::optional<PoolSignIn>> answer) override;
    void offerRecovery(QWidget *parent, const QList<RecoveryOffer> &offers,
                       Answer<RecoveryChoice> answer) override;
    void askForMetadata(QWidget *parent, const MetadataQuestion &question,
                        Answer<QByteArray> answer) override;
    void askForTags(QWidget *parent, const QList<CellTag> &tags,
                    Answer<QList<CellTag>> answer) override;
    void askForCheckpoint(QWidget *parent, const CheckpointsRequest &request,
                          Answer<int> answer) override;
    void showShortcuts(QWidget *parent, const QList<ShortcutGroup> &groups) override;
    void showAbout(QWidget *parent) override;

private:
    const ThemeController &m_theme;
};

} // namespace sessionbook
