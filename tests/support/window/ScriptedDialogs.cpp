#include "support/window/ScriptedDialogs.h"

#include <QTimer>
#include <QWidget>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

template<typename T>
void answerNext(QWidget *parent, QList<T> &script, T otherwise, Dialogs::Answer<T> answer)
{
    const T value = script.isEmpty() ? otherwise : script.takeFirst();
    QTimer::singleShot(0, parent, [answer = std::move(answer), value] { answer(value); });
}

} // namespace

void ScriptedDialogs::askToSaveChanges(QWidget *parent, const QString &documentName,
                                       Answer<SaveChoice> answer)
{
    asked << u"saveChanges "_s + documentName;
    answerNext(parent, saveAnswers, SaveChoice::Cancel, std::move(answer));
}

void ScriptedDialogs::askAboutOutsideChange(QWidget *parent, const QString &path,
                                            Answer<OutsideChangeChoice> answer)
{
    asked << u"outsideChange "_s + path;
    answerNext(parent, outsideAnswers, OutsideChangeChoice::Cancel, std::move(answer));
}

void ScriptedDialogs::askAboutOpenElsewhere(QWidget *parent, const QString &path, bool canGo,
                                            Answer<OpenElsewhereChoice> answer)
{
    asked << u"elsewhere "_s + path + (canGo ? u""_s : u" (cannot go)"_s);
    answerNext(parent, elsewhereAnswers, OpenElsewhereChoice::Cancel, std::move(answer));
}

void ScriptedDialogs::askForCheckpoint(QWidget *parent, const CheckpointsRequest &request,
                                       Answer<int> answer)
{
    asked << u"checkpoints "_s + request.documentName;
    checkpoints = request;
    if (!checkpointRows.isEmpty())
        answerNext(parent, checkpointRows, 0, std::move(answer));
}

void ScriptedDialogs::askFilesToOpen(QWidget *parent, const QString &, Answer<QStringList> answer)
{
    asked << u"open"_s;
    answerNext(parent, openPaths, QStringList(), std::move(answer));
}

void ScriptedDialogs::askFilesToUpload(QWidget *parent, const QString &, Answer<QStringList> answer)
{
    asked << u"upload"_s;
    answerNext(parent, uploadPaths, QStringList(), std::move(answer));
}

void ScriptedDialogs::askWhereToSave(QWidget *parent, const SaveFileRequest &request,
                                     Answer<QString> answer)
{
    asked << u"saveFile "_s + request.title;
    answerNext(parent, savePaths, QString(), std::move(answer));
}

void ScriptedDialogs::askAboutConflict(QWidget *parent, const QStringList &names,
                                       Answer<ConflictChoice> answer)
{
    asked << u"conflict "_s + names.join(u' ');
    answerNext(parent, conflictAnswers, ConflictChoice::Skip, std::move(answer));
}

void ScriptedDialogs::askToMerge(QWidget *parent, const MergeQuestion &question,
                                 Answer<QList<MergeChoice>> answer)
{
    asked << u"merge %1 %2 %3 %4"_s.arg(question.documentName)
                 .arg(question.merged.conflicts().size())
                 .arg(question.oursName, question.theirsName);
    answerNext(parent, mergeAnswers, QList<MergeChoice>(), std::move(answer));
}

void ScriptedDialogs::confirm(QWidget *parent, const Confirmation &question, Answer<bool> answer)
{
    asked << u"confirm "_s + question.title;
    confirmed << question;
    answerNext(parent, confirmations, false, std::move(answer));
}

void ScriptedDialogs::choosePool(QWidget *parent, const PoolChooserRequest &request,
                                 Answer<PoolChoice> answer)
{
    asked << u"choosePool"_s;
    if (poolChooserShown)
        poolChooserShown(request);
    if (!pools.isEmpty())
        answerNext(parent, pools, PoolChoice(), std::move(answer));
}

void ScriptedDialogs::checkAccess(QWidget *, const AccessCheckRequest &request)
{
    asked << u"access "_s + request.poolName;
    if (accessChecked)
        accessChecked(request);
}

void ScriptedDialogs::choose(QWidget *parent, const ChoiceQuestion &question,
                             Answer<ChoiceAnswer> answer)
{
    asked << u"choose "_s + question.title;
    chosenFrom = question;
    answerNext(parent, choices, ChoiceAnswer(), std::move(answer));
}

void ScriptedDialogs::askForPool(QWidget *parent, const PoolProfile &, Answer<PoolChoice> answer)
{
    asked << u"pool"_s;
    if (!pools.isEmpty())
        answerNext(parent, pools, PoolChoice(), std::move(answer));
}

void ScriptedDialogs::askToSignIn(QWidget *parent, const SignInQuestion &question,
                                  Answer<std::optional<PoolSignIn>> answer)
{
    asked << u"signIn "_s + question.initial.account;
    answerNext(parent, signIns, std::optional<PoolSignIn>(), std::move(answer));
}

void ScriptedDialogs::offerRecovery(QWidget *parent, const QList<RecoveryOffer> &offers,
                                    Answer<RecoveryChoice> answer)
{
    asked << u"recovery"_s;
    offered = offers;
    answerNext(parent, recoveries, RecoveryChoice(), std::move(answer));
}

void ScriptedDialogs::askForMetadata(QWidget *parent, const MetadataQuestion &question,
                                     Answer<QByteArray> answer)
{
    asked << u"metadata "_s + question.title;
    metadataAsked = question.json;
    if (!metadata.isEmpty())
        answerNext(parent, metadata, QByteArray(), std::move(answer));
}

void ScriptedDialogs::askForTags(QWidget *parent, const QList<CellTag> &tagsShown,
                                 Answer<QList<CellTag>> answer)
{
    asked << u"tags"_s;
    tagsAsked = tagsShown;
    if (!tags.isEmpty())
        answerNext(parent, tags, QList<CellTag>(), std::move(answer));
}

void ScriptedDialogs::showShortcuts(QWidget *, const QList<ShortcutGroup> &)
{
    asked << u"shortcuts"_s;
}

void ScriptedDialogs::showAbout(QWidget *)
{
    asked << u"about"_s;
}

} // namespace sessionbook
