#pragma once

#include "base/Secret.h"
#include "dialogs/RecoveryOffer.h"
#include "dialogs/CheckpointsRequest.h"
#include "dialogs/pools/AccessCheckRequest.h"
#include "dialogs/pools/PoolChooserRequest.h"
#include "notebook/merge/MergedNotebook.h"
#include "dialogs/SignInQuestion.h"
#include "settings/PoolProfile.h"

#include <QKeySequence>
#include <QList>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

class QWidget;

namespace sessionbook {

enum class SaveChoice { Save, Discard, Cancel };
enum class OutsideChangeChoice { Overwrite, SaveAs, Reload, Cancel };
enum class OpenElsewhereChoice { GoToIt, OpenCopy, Cancel };
enum class ConflictChoice { Replace, KeepBoth, Skip };

/// A yes-or-no question; the button says what will be done, never just "Yes".
struct Confirmation
{
    QString title;
    QString text;
    QString acceptText;
    bool isDestructive = false; ///< then Cancel is the default button
};

/// A question with several ways out besides Cancel.
struct ChoiceQuestion
{
    QString title;
    QString text;
    QString information; ///< smaller, below
    QStringList buttons; ///< what each will do; the first is the default
    QString checkBox; ///< empty: none
};

struct ChoiceAnswer
{
    int button = -1; ///< negative: cancelled
    bool isChecked = false;
};

struct SaveFileRequest
{
    QString title;
    QString suggestedPath;
    QString filter;
    QString defaultSuffix;
};

/// Metadata to be edited as text.
struct MetadataQuestion
{
    QString title;
    QByteArray json; ///< an object; empty stands for {}
};

/// A tag, and whether the cells have it; partially checked: some of them, and they keep it.
struct CellTag
{
    QString name;
    Qt::CheckState state = Qt::Unchecked;

    bool operator==(const CellTag &) const = default;
};

/// A pool as chosen; a typed token travels beside the profile, never in it.
struct PoolChoice
{
    PoolProfile profile;
    Secret typedToken;
};

struct ShortcutGroup
{
    QString title;
    QList<std::pair<QString, QList<QKeySequence>>> entries; ///< what it does, its keys
};

/// Two versions of a notebook that were merged but for some cells.
struct MergeQuestion
{
    QString documentName;
    MergedNotebook merged; ///< has conflicts
    QString oursName; ///< of the sides, for people: "This Window", a branch
    QString theirsName;
};

/// The questions that the window asks. Asynchronous: each call returns at once and `answer` is
/// called at most once, from the event loop, never after `parent` was destroyed. Closing a question
/// is its Cancel (an empty path, false, nothing for pools).
///
/// QtDialogs shows boxes; tests/support/ui/ScriptedDialogs answers from a script.
class Dialogs
{
public:
    template<typename T> using Answer = std::function<void(T)>;

    virtual ~Dialogs() = default;

    virtual void askToSaveChanges(QWidget *parent, const QString &documentName,
                                  Answer<SaveChoice> answer)
        = 0;
    virtual void askAboutOutsideChange(QWidget *parent, const QString &path,
                                       Answer<OutsideChangeChoice> answer)
        = 0;
    /// Another process of the program has the file open; `canGo` where it can be asked to show it.
    virtual void askAboutOpenElsewhere(QWidget *parent, const QString &path, bool canGo,
                                       Answer<OpenElsewhereChoice> answer)
        = 0;
    virtual void askFilesToOpen(QWidget *parent, const QString &directory,
                                Answer<QStringList> answer)
        = 0;
    virtual void askFilesToUpload(QWidget *parent, const QString &directory,
                                  Answer<QStringList> answer)
        = 0;
    virtual void askWhereToSave(QWidget *parent, const SaveFileRequest &request,
                                Answer<QString> answer)
        = 0;
    virtual void askAboutConflict(QWidget *parent, const QStringList &names,
                                  Answer<ConflictChoice> answer)
        = 0;
    /// `answer` is called with one choice for each conflict, in order; with none where nothing
    /// shall be done.
    virtual void askToMerge(QWidget *parent, const MergeQuestion &question,
                            Answer<QList<MergeChoice>> answer)
        = 0;
    virtual void confirm(QWidget *parent, const Confirmation &question, Answer<bool> answer) = 0;
    virtual void choose(QWidget *parent, const ChoiceQuestion &question,
                        Answer<ChoiceAnswer> answer)
        = 0;
    /// Shows all pools there are to choose from; `answer` is called only when one was chosen.
    virtual void choosePool(QWidget *parent, const PoolChooserRequest &request,
                            Answer<PoolChoice> answer)
        = 0;
    /// Tries access to a pool and shows how it went.
    virtual void checkAccess(QWidget *parent, const AccessCheckRequest &request) = 0;
    /// By its address. `answer` is called only when a pool was chosen.
    virtual void askForPool(QWidget *parent, const PoolProfile &initial, Answer<PoolChoice> answer)
        = 0;
    /// `answer` is called with the settings and the account that signed in; with nothing where
    /// nobody did.
    virtual void askToSignIn(QWidget *parent, const SignInQuestion &question,
                             Answer<std::optional<PoolSignIn>> answer)
        = 0;
    virtual void offerRecovery(QWidget *parent, const QList<RecoveryOffer> &offers,
                               Answer<RecoveryChoice> answer)
        = 0;
    /// `answer` is called only when it was applied, with the text of an object in valid JSON.
    virtual void askForMetadata(QWidget *parent, const MetadataQuestion &question,
                                Answer<QByteArray> answer)
        = 0;
    /// `answer` is called only when they were applied.
    virtual void askForTags(QWidget *parent, const QList<CellTag> &tags,
                            Answer<QList<CellTag>> answer)
        = 0;
    /// `answer` is called only when a version was chosen, with its row.
    virtual void askForCheckpoint(QWidget *parent, const CheckpointsRequest &request,
                                  Answer<int> answer)
        = 0;
    virtual void showShortcuts(QWidget *parent, const QList<ShortcutGroup> &groups) = 0;
    virtual void showAbout(QWidget *parent) = 0;
};

} // namespace sessionbook
