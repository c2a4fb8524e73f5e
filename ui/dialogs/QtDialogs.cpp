#include "dialogs/QtDialogs.h"

#include "dialogs/AboutDialog.h"
#include "dialogs/MetadataDialog.h"
#include "dialogs/CheckpointsDialog.h"
#include "dialogs/MergeDialog.h"
#include "dialogs/PoolDialog.h"
#include "dialogs/pools/AccessCheckDialog.h"
#include "dialogs/pools/PoolChooserDialog.h"
#include "dialogs/RecoveryDialog.h"
#include "dialogs/ShortcutsDialog.h"
#include "dialogs/SignInDialog.h"
#include "dialogs/TagsDialog.h"
#include "theme/ThemeController.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

QMessageBox *newBox(QWidget *parent, const QString &name, const QString &title, const QString &text,
                    const QString &information)
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, title, text, QMessageBox::NoButton, parent);
    box->setObjectName(name);
    box->setInformativeText(information);
    box->setTextFormat(Qt::PlainText); // names of files are other people's words
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowModality(Qt::WindowModal);
    return box;
}

/// Opens the box; the button pressed decides the answer, closing it in any other way is
/// `otherwise`.
template<typename T>
void openWith(QMessageBox *box, QList<std::pair<QAbstractButton *, T>> choices, T otherwise,
              std::function<void(T)> answer)
{
    QObject::connect(box, &QMessageBox::finished, box,
                     [box, choices = std::move(choices), otherwise, answer = std::move(answer)] {
                         for (const auto &[button, value] : choices)
                             if (box->clickedButton() == button)
                                 return answer(value);
                         answer(otherwise);
                     });
    box->open();
}

QAbstractButton *addButton(QMessageBox *box, const QString &name, const QString &text,
                           QMessageBox::ButtonRole role)
{
    auto *button = box->addButton(text, role);
    button->setObjectName(name);
    return button;
}

void openFileDialog(QFileDialog *dialog, Dialogs::Answer<QStringList> answer)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowModality(Qt::WindowModal);
    QObject::connect(
        dialog, &QFileDialog::finished, dialog, [dialog, answer = std::move(answer)](int result) {
            answer(result == QDialog::Accepted ? dialog->selectedFiles() : QStringList());
        });
    dialog->open();
}

} // namespace

void QtDialogs::askToSaveChanges(QWidget *parent, const QString &documentName,
                                 Answer<SaveChoice> answer)
{
    auto *box = newBox(parent, u"saveChangesBox"_s, tr("Save Changes"),
                       tr("Save the changes to “%1” before closing?").arg(documentName),
                       tr("Without saving, what changed since the last save is lost."));
    auto *save = addButton(box, u"saveButton"_s, tr("&Save"), QMessageBox::AcceptRole);
    auto *discard
        = addButton(box, u"discardButton"_s, tr("&Discard"), QMessageBox::DestructiveRole);
    auto *cancel = addButton(box, u"cancelButton"_s, tr("Cancel"), QMessageBox::RejectRole);
    box->setDefaultButton(qobject_cast<QPushButton *>(save));
    box->setEscapeButton(cancel);
    openWith<SaveChoice>(box, {{save, SaveChoice::Save}, {discard, SaveChoice::Discard}},
                         SaveChoice::Cancel, std::move(answer));
}

void QtDialogs::askAboutOutsideChange(QWidget *parent, const QString &path,
                                      Answer<OutsideChangeChoice> answer)
{
    auto *box = newBox(parent, u"outsideChangeBox"_s, tr("File Changed on Disk"),
                       tr("Another program changed “%1” since it was opened.").arg(path),
                       tr("Overwriting loses the other program's changes; reloading loses yours."));
    auto *saveAs = addButton(box, u"saveAsButton"_s, tr("Save &As…"), QMessageBox::AcceptRole);
    auto *overwrite
        = addButton(box, u"overwriteButton"_s, tr("&Overwrite"), QMessageBox::DestructiveRole);
    auto *reload = addButton(box, u"reloadButton"_s, tr("&Reload"), QMessageBox::DestructiveRole);
    auto *cancel = addButton(box, u"cancelButton"_s, tr("Cancel"), QMessageBox::RejectRole);
    box->setDefaultButton(qobject_cast<QPushButton *>(saveAs));
    box->setEscapeButton(cancel);
    openWith<OutsideChangeChoice>(box,
                                  {{saveAs, OutsideChangeChoice::SaveAs},
                                   {overwrite, OutsideChangeChoice::Overwrite},
                                   {reload, OutsideChangeChoice::Reload}},
                                  OutsideChangeChoice::Cancel, std::move(answer));
}

void QtDialogs::askAboutOpenElsewhere(QWidget *parent, const QString &path, bool canGo,
                                      Answer<OpenElsewhereChoice> answer)
{
    auto *box = newBox(parent, u"openElsewhereBox"_s, tr("Open in Another Window"),
                       tr("“%1” is open in another window of Sessionbook.").arg(path),
                       tr("It can be opened here as a copy, which asks where to save."));
    auto *go = canGo ? addButton(box, u"goToItButton"_s, tr("&Go to It"), QMessageBox::AcceptRole)
                     : nullptr;
    auto *open = addButton(box, u"openAnywayButton"_s, tr("&Open Anyway"), QMessageBox::ActionRole);
    auto *cancel = addButton(box, u"cancelButton"_s, tr("Cancel"), QMessageBox::RejectRole);
    box->setDefaultButton(qobject_cast<QPushButton *>(go ? go : cancel));
    box->setEscapeButton(cancel);
    QList<std::pair<QAbstractButton *, OpenElsewhereChoice>> choices
        = {{open, OpenElsewhereChoice::OpenCopy}};
    if (go)
        choices.append({go, OpenElsewhereChoice::GoToIt});
    openWith<OpenElsewhereChoice>(box, choices, OpenElsewhereChoice::Cancel, std::move(answer));
}

void QtDialogs::askForCheckpoint(QWidget *parent, const CheckpointsRequest &request,
                                 Answer<int> answer)
{
    auto *dialog = new CheckpointsDialog(request, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowModality(Qt::WindowModal);
    QObject::connect(dialog, &QDialog::accepted, dialog,
                     [dialog, answer = std::move(answer)] { answer(dialog->row()); });
    dialog->open();
}

void QtDialogs::askFilesToOpen(QWidget *parent, const QString &directory,
                               Answer<QStringList> answer)
{
    auto *dialog = new QFileDialog(parent, tr("Open Notebook"), directory,
                                   tr("Notebooks and scripts (*.ipynb *.py);;Notebooks "
                                      "(*.ipynb);;Python scripts (*.py);;All files (*)"));
    dialog->setFileMode(QFileDialog::ExistingFiles);
    openFileDialog(dialog, std::move(answer));
}

void QtDialogs::askFilesToUpload(QWidget *parent, const QString &directory,
                                 Answer<QStringList> answer)
{
    auto *dialog = new QFileDialog(parent, tr("Upload Files to the Session"), directory);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    openFileDialog(dialog, std::move(answer));
}

void QtDialogs::askWhereToSave(QWidget *parent, const SaveFileRequest &request,
                               Answer<QString> answer)
{
    auto *dialog = new QFileDialog(parent, request.title, request.suggestedPath, request.filter);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setDefaultSuffix(request.defaultSuffix);
    dialog->selectFile(request.suggestedPath);
    openFileDialog(
        dialog, [answer = std::move(answer)](const QStringList &paths) { answer(paths.value(0)); });
}

void QtDialogs::askAboutConflict(QWidget *parent, const QStringList &names,
                                 Answer<ConflictChoice> answer)
{
    auto *box = newBox(
        parent, u"conflictBox"_s, tr("Files Exist Already"),
        tr("%n file(s) of this name are in the session already.", nullptr, int(names.size())),
        names.mid(0, 10).join(u'\n'));
    auto *replace = addButton(box, u"replaceButton"_s, tr("&Replace"), QMessageBox::AcceptRole);
    auto *keepBoth = addButton(box, u"keepBothButton"_s, tr("&Keep Both"), QMessageBox::AcceptRole);
    auto *skip = addButton(box, u"skipButton"_s, tr("&Skip"), QMessageBox::RejectRole);
    box->setDefaultButton(qobject_cast<QPushButton *>(keepBoth));
    box->setEscapeButton(skip);
    openWith<ConflictChoice>(
        box, {{replace, ConflictChoice::Replace}, {keepBoth, ConflictChoice::KeepBoth}},
        ConflictChoice::Skip, std::move(answer));
}

void QtDialogs::askToMerge(QWidget *parent, const MergeQuestion &question,
                           Answer<QList<MergeChoice>> answer)
{
    auto *dialog = new MergeDialog(question, m_theme.theme(), parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowModality(Qt::WindowModal);
    QObject::connect(
        dialog, &QDialog::finished, dialog, [dialog, answer = std::move(answer)](int result) {
            answer(result == QDialog::Accepted ? dialog->choices() : QList<MergeChoice>());
        });
    dialog->open();
}

void QtDialogs::confirm(QWidget *parent, const Confirmation &question, Answer<bool> answer)
{
    auto *box = newBox(parent, u"confirmBox"_s, question.title, question.text, {});
    auto *accept = addButton(box, u"acceptButton"_s, question.acceptText,
                             question.isDestructive ? QMessageBox::DestructiveRole
                                                    : QMessageBox::AcceptRole);
    auto *cancel = addButton(box, u"cancelButton"_s, tr("Cancel"), QMessageBox::RejectRole);
    box->setDefaultButton(qobject_cast<QPushButton *>(question.isDestructive ? cancel : accept));
    box->setEscapeButton(cancel);
    openWith<bool>(box, {{accept, true}}, false, std::move(answer));
}

void QtDialogs::choosePool(QWidget *parent, const PoolChooserRequest &request,
                           Answer<PoolChoice> answer)
{
    auto *dialog = new PoolChooserDialog(*this, request, m_theme.theme(), parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowModality(Qt::WindowModal);
    QObject::connect(dialog, &QDialog::accepted, dialog,
                     [dialog, answer = std::move(answer)] { answer(dialog->choice()); });
    dialog->open();
}

void QtDialogs::checkAccess(QWidget *parent, const AccessCheckRequest &request)
{
    auto *dialog = new AccessCheckDialog(request, m_theme.theme(), parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowModality(Qt::WindowModal);
    dialog->open();
}

void QtDialogs::choose(QWidget *parent, const ChoiceQuestion &question, Answer<ChoiceAnswer> answer)
{
    auto *box = newBox(parent, u"choiceBox"_s, question.title, question.text, question.information);
    auto *check = question.checkBox.isEmpty() ? nullptr : new QCheckBox(question.checkBox, box);
    box->setCheckBox(check);
    QList<std::pair<QAbstractButton *, int>> choices;
    for (const QString &text : question.buttons) {
        const int number = int(choices.size());
        choices.append(
            {addButton(box, u"choice%1"_s.arg(number), text, QMessageBox::AcceptRole), number});
    }
    auto *cancel = addButton(box, u"cancelButton"_s, tr("Cancel"), QMessageBox::RejectRole);
    box->setDefaultButton(qobject_cast<QPushButton *>(choices.first().first));
    box->setEscapeButton(cancel);
    openWith<int>(box, choices, -1, [answer = std::move(answer), check](int button) {
        answer({.button = button, .isChecked = check && check->isChecked()});
    });
}

void QtDialogs::askForPool(QWidget *parent, const PoolProfile &initial, Answer<PoolChoice> answer)
{
    auto *dialog = new PoolDialog(initial, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowModality(Qt::WindowModal);
    QObject::connect(dialog, &QDialog::accepted, dialog,
                     [dialog, answer = std::move(answer)] { answer(dialog->choice()); });
    dialog->open();
}

void QtDialogs::askToSignIn(QWidget *parent, const SignInQuestion &question,
                            Answer<std::optional<PoolSignIn>> answer)
{
    auto *dialog = new SignInDialog(question, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowModality(Qt::WindowModal);
    QObject::connect(
        dialog, &QDialog::finished, dialog, [dialog, answer = std::move(answer)](int result) {
            answer(result == QDialog::Accepted ? std::optional(dialog->signIn()) : std::nullopt);
        });
    dialog->open();
}

void QtDialogs::offerRecovery(QWidget *parent, const QList<RecoveryOffer> &offers,
                              Answer<RecoveryChoice> answer)
{
    auto *dialog = new RecoveryDialog(offers, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowModality(Qt::WindowModal);
    QObject::connect(dialog, &QDialog::finished, dialog,
                     [dialog, answer = std::move(answer)] { answer(dialog->choice()); });
    dialog->open();
}

void QtDialogs::askForMetadata(QWidget *parent, const MetadataQuestion &question,
                               Answer<QByteArray> answer)
{
    auto *dialog = new MetadataDialog(question, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowModality(Qt::WindowModal);
    QObject::connect(dialog, &QDialog::accepted, dialog,
                     [dialog, answer = std::move(answer)] { answer(dialog->json()); });
    dialog->open();
}

void QtDialogs::askForTags(QWidget *parent, const QList<CellTag> &tags,
                           Answer<QList<CellTag>> answer)
{
    auto *dialog = new TagsDialog(tags, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowModality(Qt::WindowModal);
    QObject::connect(dialog, &QDialog::accepted, dialog,
                     [dialog, answer = std::move(answer)] { answer(dialog->tags()); });
    dialog->open();
}

void QtDialogs::showShortcuts(QWidget *parent, const QList<ShortcutGroup> &groups)
{
    auto *dialog = new ShortcutsDialog(groups, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

void QtDialogs::showAbout(QWidget *parent)
{
    auto *dialog = new AboutDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace sessionbook
