#pragma once

#include "dialogs/Dialogs.h"

#include <QStringList>

namespace sessionbook {

/// Answers the window's questions from a script and records what was asked. Like the real ones it
/// answers from the event loop, never after the window is gone. A question without an answer in the
/// script is cancelled.
class ScriptedDialogs final : public Dialogs
{
public:
    QStringList asked; ///< "saveChanges Untitled", "confirm Delete Files", … in order
    QList<SaveChoice> saveAnswers;
    QList<OutsideChangeChoice> outsideAnswers;
    QList<OpenElsewhereChoice> elsewhereAnswers;
    QList<int> checkpointRows;
    CheckpointsRequest checkpoints; ///< the last that was shown
    QList<ConflictChoice> conflictAnswers;
    QList<QList<MergeChoice>> mergeAnswers;
    QList<QString> savePaths;
    QList<QStringList> openPaths;
    QList<QStringList> uploadPaths;
    QList<bool> confirmations;
    QList<Confirmation> confirmed; ///< what was asked, in order
    QList<ChoiceAnswer> choices;
    ChoiceQuestion chosenFrom; ///< the last question with several ways out
    QList<PoolChoice> pools;
    QList<std::optional<PoolSignIn>> signIns;
    std::function<void(const PoolChooserRequest &)> poolChooserShown;
    std::function<void(const AccessCheckRequest &)> accessChecked;
    QList<RecoveryChoice> recoveries;
    QList<RecoveryOffer> offered; ///< what the last offer was about
    QList<QByteArray> metadata; ///< what is applied; the question was `metadataAsked`
    QByteArray metadataAsked;
    QList<QList<CellTag>> tags;
    QList<CellTag> tagsAsked;

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
    void askForTags(QWidget *parent, const QList<CellTag> &tagsShown,
                    Answer<QList<CellTag>> answer) override;
    void askForCheckpoint(QWidget *parent, const CheckpointsRequest &request,
                          Answer<int> answer) override;
    void showShortcuts(QWidget *parent, const QList<ShortcutGroup> &groups) override;
    void showAbout(QWidget *parent) override;
};

} // namespace sessionbook
